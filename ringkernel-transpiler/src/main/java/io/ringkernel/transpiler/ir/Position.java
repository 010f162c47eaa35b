package io.ringkernel.transpiler.ir;

/**
 * A place in the Java source.
 *
 * @param className the binary name of the class
 * @param methodName the method
 * @param line the line, or -1 if the class file does not tell
 */
public record Position(String className, String methodName, int line) {
    @Override
    public String toString() {
        return className + "." + methodName + ":" + line;
    }
}
