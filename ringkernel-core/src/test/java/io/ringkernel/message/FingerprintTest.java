package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private enum Carrier {
        AA,
        UA
    }

    private record Position(float latitude, float longitude) {}

    private sealed interface Command permits Flight, Query {}

    private record Flight(
            int delay,
            Carrier carrier,
            @Length(9) String name,
            Position at,
            @Length(2) Position[] route,
            @Length(3) Carrier[] shared,
            @Length(3) char[] code,
            boolean late,
            long miles,
            double fare,
            byte gate,
            short stand)
            implements Command {}

    private record Query() implements Command {}

    @TempDir private Path folder;

    /*
     * If this test fails, messages of processes of different versions no longer understand each other. The text and the
     * fingerprint of a schema never change; a new text starts with a new number.
     */
    @Test
    void shouldDescribeASchemaAsAgreedForGood() {
        Schema schema = MessageProtocol.of(Command.class).schema();
        assertThat(schema.description().replace(FingerprintTest.class.getName(), "T"))
                .isEqualTo(
                        """
                        ringkernel-schema 1
                        message 1 T$Flight
                        message 2 T$Query
                        record 88 8 T$Flight
                         0 i32 delay
                         4 enum:T$Carrier carrier
                         8 text[9] name
                         20 record:T$Position at
                         28 record:T$Position[2] route
                         44 enum:T$Carrier[3] shared
                         56 u16[3] code
                         62 bool late
                         64 i64 miles
                         72 f64 fare
                         80 i8 gate
                         82 i16 stand
                        record 8 4 T$Position
                         0 f32 latitude
                         4 f32 longitude
                        record 1 1 T$Query
                        enum T$Carrier
                         AA
                         UA
                        """);
        assertThat(schema.fingerprint()).isEqualTo(0xf6fce60a75f2617L); // as sha256sum says
        assertThat(MessageProtocol.of(Command.class).fingerprint()).isEqualTo(schema.fingerprint());
        assertThat(schema).hasToString("Schema[0f6fce60a75f2617, messages=2]");
    }

    @Test
    void shouldReadTheTextItWrote() {
        Schema schema = MessageProtocol.of(Command.class).schema();
        Schema copy = Schema.parse(schema.description());
        assertThat(copy).isEqualTo(schema).hasSameHashCodeAs(schema);
        assertThat(copy.fingerprint()).isEqualTo(schema.fingerprint());
        assertThat(copy.difference(schema)).isEmpty();
        Schema none = MessageProtocol.of(Void.class).schema();
        assertThat(Schema.parse(none.description())).isEqualTo(none).isNotEqualTo(schema);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ringkernel-schema 2\n",
                "ringkernel-schema 1",
                "ringkernel-schema 1\nmessage 1 A\n",
                "ringkernel-schema 1\nmessage 2 A\nrecord 1 1 A\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 1 1 A\nrecord 1 1 B\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 4 4 A\n 0 i33 a\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 4 4 A\n 0 enum:E a\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 4 4 A\n 0 record:A a\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 4 4 A\n 0 i32\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 4 4 A\n 00 i32 a\n",
                "ringkernel-schema 1\nmessage 1 A\nrecord 4 4 A\n 0 i32 a"
            })
    void shouldRefuseTextThatIsNoDescription(String text) {
        assertThatThrownBy(() -> Schema.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not the description of a schema: firstLine=");
    }

    @Test
    void shouldBeTheSameForTheSameSourceAndDifferentForEachChange() {
        String base =
                "enum E { A, B } record N(int x) {} record M(int a, E e, @Length(2) int[] i, @Length(2) String s, N n) {}";
        List<String[]> changes =
                List.of(
                        new String[] {"int a", "long a"},
                        new String[] {"int a", "float a"},
                        new String[] {"int a", "int b"},
                        new String[] {"A, B", "A"},
                        new String[] {"A, B", "B, A"},
                        new String[] {"A, B", "A, C"},
                        new String[] {
                            "enum E { A, B } record N(int x) {} record M(int a, E e",
                            "enum F { A, B } record N(int x) {} record M(int a, F e"
                        },
                        new String[] {"(2) int[]", "(3) int[]"},
                        new String[] {"(2) int[]", "(2) float[]"},
                        new String[] {"(2) String", "(3) String"},
                        new String[] {"int x", "int y"},
                        new String[] {"int x", "int x, int y"},
                        new String[] {"int a, E e", "E e, int a"},
                        new String[] {"N n)", "N n, int last)"},
                        new String[] {", N n)", ")"});
        Set<Long> fingerprints = new HashSet<>();
        Schema schema = CompiledSources.of(folder, base).protocol("M").schema();
        assertThat(CompiledSources.of(folder, base).protocol("M").schema()).isEqualTo(schema);
        fingerprints.add(schema.fingerprint());
        for (String[] change : changes) {
            String changed = base.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(base);
            fingerprints.add(CompiledSources.of(folder, changed).protocol("M").fingerprint());
        }
        String renamed = base.replace("record M(", "record L(");
        fingerprints.add(CompiledSources.of(folder, renamed).protocol("L").fingerprint());
        assertThat(fingerprints).hasSize(changes.size() + 2);
    }

    @Test
    void shouldNotCountTheRootsNameOrTheFieldsThatAreNoComponents() {
        String source = "sealed interface M {} record A(int a) implements M { static int n; }";
        assertThat(CompiledSources.of(folder, source).protocol("M").fingerprint())
                .isEqualTo(CompiledSources.of(folder, source).protocol("A").fingerprint());
    }

    @Test
    void shouldRefuseTwoClassesOfOneName() {
        Class<? extends Record> one = CompiledSources.of(folder, "record A(int a) {}").record("A");
        Class<? extends Record> two = CompiledSources.of(folder, "record A(int b) {}").record("A");
        MessageProtocol both =
                new MessageProtocol(
                        Object.class,
                        List.of(
                                new MessageType(1, one, RecordLayout.of(one)),
                                new MessageType(2, two, RecordLayout.of(two))));
        assertThatThrownBy(both::schema)
                .isInstanceOf(MessageTypeException.class)
                .hasMessage("two types of one name in a schema: name=v.A");
    }
}
