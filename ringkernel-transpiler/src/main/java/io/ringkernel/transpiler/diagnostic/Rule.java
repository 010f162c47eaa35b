package io.ringkernel.transpiler.diagnostic;

/** A reason to reject a class. Ids are stable; {@code docs/transpiler-rules.md} lists them. */
public enum Rule {
    /** The class file cannot be found or read. */
    CLASS_FILE(
            "RK101",
            "class file not readable",
            "compile the actor with javac and keep its class file on the class path"),
    /** No {@code receive} with code. */
    RECEIVE(
            "RK102",
            "no receive method",
            "implement receive(M, ActorContext<R>) in the actor's own class"),
    /** The state's layout cannot be made. */
    STATE(
            "RK103",
            "state cannot live in device memory",
            "use primitives, enums, records of these, @Length arrays and objects of final classes"
                    + " with such fields, and extend Object directly"),
    /** A call to a method that the device does not have. */
    CALL(
            "RK110",
            "unknown method",
            "call static methods of your own classes, private or final methods of the actor,"
                    + " methods of records and of the objects in its state, or the methods of the"
                    + " JDK that docs/actors-language.md lists"),
    /** Recursion. */
    RECURSION("RK111", "recursive call", "write it as a loop"),
    /** A call that is dispatched at run time. */
    DISPATCH(
            "RK112",
            "call of an overridable or abstract method",
            "make the method static, private or final, or use a pattern-matching switch"),
    /** An object other than a record or an exception is made. */
    ALLOCATION(
            "RK120",
            "object allocation",
            "keep the data in a record, in fields of the actor, or in an object that a field of the actor holds from the start"),
    /** An array is made that the device cannot make. */
    ARRAY_ALLOCATION(
            "RK121",
            "array that the device cannot make",
            "make arrays of primitives whose length is a constant, of rows all at once, or declare"
                    + " a final array field with @Length(n)"),
    /** An array or object of the state is assigned. */
    ARRAY_FIELD(
            "RK122",
            "an array or object in the state is replaced",
            "make the field final and copy elements or fields one by one"),
    /** An array in a record is written, shared with something that is, or of another length. */
    RECORD_ARRAY(
            "RK123",
            "array of a record is written, shared or of another length",
            "make the array as long as @Length says, fill it before the record is made, and give a"
                    + " record that is kept a copy: array.clone()"),
    /** A record that no C structure can hold. */
    RECORD(
            "RK124",
            "record that cannot live on the device",
            "use records of primitives, enums, records and one-dimensional @Length arrays of these"),
    /** Text. */
    TEXT(
            "RK130",
            "text other than an exception's constant message",
            "send numbers and make the text on the JVM"),
    /** A lambda or another call site made at run time. */
    DYNAMIC(
            "RK131",
            "lambda, method reference or other dynamic call site",
            "write a loop or a static method"),
    /** {@code null}. */
    NULL("RK132", "null", "use a flag or a separate record type"),
    /** Locks. */
    LOCK("RK140", "synchronized or a lock", "leave it out: an actor handles one message at a time"),
    /** Exceptions are caught. */
    TRY("RK141", "try, catch or finally", "test the condition before; a fault ends the message"),
    /** An exception whose type or message is not known. */
    THROW(
            "RK142",
            "exception that is not constant",
            "throw new X(\"constant\") or new X() of a JDK exception or of one that only passes its"
                    + " message on"),
    /** A static field that is not constant. */
    STATIC_FIELD(
            "RK150",
            "static field that is not a constant",
            "use an instance field of the actor, or a static final number or enum"),
    /** A field of something else than the actor or a record. */
    FIELD("RK151", "field of another object", "use the actor's own fields and records' components"),
    /** A cast that is not proven. */
    CAST(
            "RK160",
            "cast that may fail",
            "use a pattern-matching switch or instanceof with a pattern"),
    /** Two kinds of object in one variable. */
    MERGE(
            "RK161",
            "a variable that may hold different kinds of object",
            "use one variable for each record type, or decide after the branches"),
    /** Identity. */
    IDENTITY("RK162", "comparison of records or objects by identity", "compare the components"),
    /** A pattern of a kind that is not known. */
    PATTERN(
            "RK163",
            "switch over text, boxed values or constants of several enums",
            "switch over an int, over one enum, or over the records of a sealed interface"),
    /** A reply whose record is not known. */
    REPLY(
            "RK170",
            "reply whose record type is not known here",
            "reply with a record that the actor constructs"),
    /** A shared array that the compiler cannot place. */
    SHARED_ARRAY(
            "RK180",
            "shared array of a kernel cannot be placed",
            "call Gpu.shared...(constant) first thing in the kernel's own method, before any branch or"
                    + " loop; all of them may have 48 KiB"),
    /** A bytecode instruction that no rule above names. */
    INSTRUCTION(
            "RK190",
            "unsupported instruction",
            "rewrite the statement in the language of docs/actors-language.md");

    private final String id;
    private final String title;
    private final String instead;

    Rule(String id, String title, String instead) {
        this.id = id;
        this.title = title;
        this.instead = instead;
    }

    /** Returns the stable id, such as {@code RK101}. */
    public String id() {
        return id;
    }

    /** Returns what is wrong, in general. */
    public String title() {
        return title;
    }

    /** Returns what to write instead. */
    public String instead() {
        return instead;
    }
}
