package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.MessageTypeException;
import io.ringkernel.SchemaMismatchException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two versions of one schema: what fits, what does not, and what each reads of the other's. */
class SchemaVersionsTest {

    private static final String NONE = "";

    @TempDir private static Path folder;

    private final MemorySegment memory = Arena.ofAuto().allocate(4096, 64);

    private static MessageProtocol version(String types) {
        return CompiledSources.of(folder, types).protocol("M");
    }

    /**
     * Encodes a random message of one version into noise and returns it, and what another reads.
     */
    private List<List<Object>> exchange(MessageProtocol writer, MessageProtocol reader, int id) {
        memory.fill((byte) 0xFF);
        Record message = RecordTrees.random(writer.type(id).type(), new Random(5));
        ProtocolCodec.of(writer).encode(id, message, memory, 0);
        Record read = ProtocolCodec.of(reader, writer.schema()).decode(id, memory, 0);
        assertThat(read).isInstanceOf(reader.type(id).type());
        return List.of(RecordTrees.components(message), RecordTrees.components(read));
    }

    @Test
    void shouldReadWhatAnOlderVersionWroteWithDefaultsForTheRest() {
        String more =
                "enum E { A, B } record P(int x, E e, @Length(2) String s) {} record M(int a, byte b%s) {}";
        MessageProtocol older = version(more.formatted(""));
        MessageProtocol newer =
                version(
                        more.formatted(
                                ", boolean z, byte y, short s, char c, int i, long l, float f, double"
                                        + " d, E e, @Length(5) String t, P p, @Length(2) int[] is,"
                                        + " @Length(2) E[] es, @Length(2) P[] ps"));
        List<List<Object>> found = exchange(older, newer, 1);
        List<Object> p = List.of(0, 0, "");
        assertThat(found.getLast().subList(0, 2)).isEqualTo(found.getFirst());
        assertThat(found.getLast().subList(2, 16))
                .containsExactly(
                        false,
                        (byte) 0,
                        (short) 0,
                        '\0',
                        0,
                        0L,
                        0f,
                        0d,
                        0,
                        "",
                        p,
                        List.of(0, 0),
                        List.of(0, 0),
                        List.of(p, p));
    }

    @Test
    void shouldLeaveOutWhatOnlyANewerVersionWrites() {
        List<List<Object>> found =
                exchange(
                        version("record M(int a, byte b, long c, @Length(4) String d) {}"),
                        version("record M(int a, byte b) {}"),
                        1);
        assertThat(found.getLast()).isEqualTo(found.getFirst().subList(0, 2));
    }

    @Test
    void shouldNotReadANewComponentFromThePaddingThatAnOlderVersionLeft() {
        List<List<Object>> found =
                exchange(
                        version("record M(long a, int b) {}"),
                        version("record M(long a, int b, int c) {}"),
                        1);
        assertThat(found.getLast().getLast()).isEqualTo(0);
    }

    @Test
    void shouldReadNestedRecordsThatGrewWhereNothingMoved() {
        String types = "record N(long a, int b%s) {} record M(N n, @Length(2) N[] ns, int z) {}";
        MessageProtocol older = version(types.formatted(""));
        MessageProtocol newer = version(types.formatted(", int c"));
        List<List<Object>> upwards = exchange(older, newer, 1);
        List<Object> n = children(upwards.getFirst(), 0);
        assertThat(children(upwards.getLast(), 0)).containsExactly(n.get(0), n.get(1), 0);
        assertThat(children(children(upwards.getLast(), 1), 1)).hasSize(3).endsWith(0);
        assertThat(upwards.getLast().getLast()).isEqualTo(upwards.getFirst().getLast());
        List<List<Object>> downwards = exchange(newer, older, 1);
        assertThat(children(downwards.getLast(), 0))
                .isEqualTo(children(downwards.getFirst(), 0).subList(0, 2));
        assertThat(downwards.getLast().getLast()).isEqualTo(downwards.getFirst().getLast());
    }

    @SuppressWarnings("unchecked")
    private static List<Object> children(List<Object> tree, int index) {
        return (List<Object>) tree.get(index);
    }

    @Test
    void shouldReadALastRecordThatGrewTogetherWithItsHolder() {
        List<List<Object>> found =
                exchange(
                        version("record N(int a) {} record M(byte t, N n) {}"),
                        version("record N(int a, int b) {} record M(byte t, N n, int z) {}"),
                        1);
        Object a = children(found.getFirst(), 1).getFirst();
        assertThat(children(found.getLast(), 1)).containsExactly(a, 0);
        assertThat(found.getLast().getLast()).isEqualTo(0);
    }

    @Test
    void shouldKnowRecordsAddedAtTheEndOfASealedInterface() {
        MessageProtocol older = version("sealed interface M {} record A(int a) implements M {}");
        MessageProtocol newer =
                version(
                        "sealed interface M {} record A(int a) implements M {} record B(int b)"
                                + " implements M {}");
        List<List<Object>> found = exchange(newer, older, 1);
        assertThat(found.getLast()).isEqualTo(found.getFirst());
        assertThat(exchange(older, newer, 1).getLast()).hasSize(1);
        ProtocolCodec codec = ProtocolCodec.of(older, newer.schema());
        assertThat(codec.understands(1)).isTrue();
        assertThat(codec.understands(2)).isFalse();
        assertThatThrownBy(() -> codec.decode(2, memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessage(
                        "no record has this id: id=2, the writer's newer record=v.B,"
                                + " understood=[v.A]");
        assertThat(ProtocolCodec.of(newer, older.schema()).understands(2)).isTrue();
    }

    @Test
    void shouldRefuseAConstantThatOnlyTheWriterHasWhenItComes() {
        MessageProtocol older = version("enum E { A, B } record M(E e) {}");
        MessageProtocol newer = version("enum E { A, B, C } record M(E e) {}");
        ProtocolCodec reader = ProtocolCodec.of(older, newer.schema());
        memory.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, 1);
        assertThat(reader.decode(1, memory, 0)).hasToString("M[e=B]");
        memory.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, 2);
        assertThatThrownBy(() -> reader.decode(1, memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("component=v.M.e, ordinal=2, constants=2");
        assertThat(exchange(older, newer, 1)).hasSize(2);
    }

    @Test
    void shouldJudgeEachAdditionByItself() {
        MessageProtocol one =
                version(
                        "sealed interface M {} record A(int a, int more) implements M {} record B(int"
                                + " b) implements M {}");
        MessageProtocol two =
                version(
                        "sealed interface M {} record A(int a) implements M {} record B(int b, int"
                                + " more) implements M {}");
        assertThat(exchange(one, two, 1).getLast()).hasSize(1);
        assertThat(exchange(one, two, 2).getLast()).hasSize(2).endsWith(0);
    }

    static Stream<Arguments> changes() {
        String m = "message 1, component ";
        return Stream.of(
                change(
                        "record M(int a, int b) {}",
                        "record M(int a, int c) {}",
                        m + "2 of v.M: reader=i32 c, writer=i32 b"),
                change(
                        "record M(int a, int b) {}",
                        "record M(int b, int a) {}",
                        m + "1 of v.M: reader=i32 b, writer=i32 a"),
                change(
                        "record M(int a, int b) {}",
                        "record M(int a, int n, int b) {}",
                        m + "2 of v.M: reader=i32 n, writer=i32 b"),
                change(
                        "record M(int a) {}",
                        "record M(float a) {}",
                        m + "1 of v.M: reader=f32 a, writer=i32 a"),
                change(
                        "record M(short a) {}",
                        "record M(char a) {}",
                        m + "1 of v.M: reader=u16 a, writer=i16 a"),
                change(
                        "record M(@Length(2) int[] a) {}",
                        "record M(@Length(3) int[] a) {}",
                        m + "1 of v.M: reader=i32[3] a, writer=i32[2] a"),
                change(
                        "record M(@Length(4) String a) {}",
                        "record M(@Length(5) String a) {}",
                        m + "1 of v.M: reader=text[5] a, writer=text[4] a"),
                change(
                        "enum E { A, B } record M(E e) {}",
                        "enum E { A, C } record M(E e) {}",
                        m + "1 of v.M, constant 1 of v.E: reader=C, writer=B"),
                change(
                        "enum E { A, B } record M(@Length(2) E[] e) {}",
                        "enum E { B, A } record M(@Length(2) E[] e) {}",
                        m + "1 of v.M, constant 0 of v.E: reader=B, writer=A"),
                change(
                        "enum E { A } enum F { A } record M(E e) {}",
                        "enum E { A } enum F { A } record M(F e) {}",
                        m + "1 of v.M: reader=enum:v.F e, writer=enum:v.E e"),
                change(
                        "record N(int a) {} record M(N n, int z) {}",
                        "record N(int a, int b) {} record M(N n, int z) {}",
                        m + "2 of v.M: reader=i32 z at byte 8, writer=i32 z at byte 4"),
                change(
                        "record N(int a) {} record M(int z, N n) {}",
                        "record N(int a, long b) {} record M(int z, N n) {}",
                        m
                                + "2 of v.M: reader=record:v.N n at byte 8, writer=record:v.N n at byte 4"),
                change(
                        "record N(int a) {} record M(@Length(2) N[] n) {}",
                        "record N(int a, int b) {} record M(@Length(2) N[] n) {}",
                        m + "1 of v.M: reader=elements of 8 bytes, writer=elements of 4 bytes"),
                change(
                        "record O(int x) {} record N(O o) {} record M(int a, N n) {}",
                        "record O(int y) {} record N(O o) {} record M(int a, N n) {}",
                        m
                                + "2 of v.M, component 1 of v.N, component 1 of v.O: reader=i32 y, writer=i32 x"),
                change(
                        "sealed interface M {} record A() implements M {} record C() implements M {}",
                        "sealed interface M {} record A() implements M {} record B() implements M {}"
                                + " record C() implements M {}",
                        "message 2: reader=v.B, writer=v.C"),
                change(
                        "sealed interface M {} sealed interface G extends M {} record A() implements G"
                                + " {} record Z() implements M {}",
                        "sealed interface M {} sealed interface G extends M {} record A() implements G"
                                + " {} record B() implements G {} record Z() implements M {}",
                        "message 2: reader=v.B, writer=v.Z"),
                change("record M(int a) {}", "record M(int a, int b) {}", NONE),
                change("record M() {}", "record M(int b) {}", NONE),
                change(
                        "record N(int a) {} record M(N n) {}",
                        "record N(int a, long b) {} record M(N n) {}",
                        NONE),
                change("enum E { A } record M(E e) {}", "enum E { A, B } record M(E e) {}", NONE));
    }

    private static Arguments change(String older, String newer, String difference) {
        return Arguments.of(older, newer, difference);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void shouldNameTheFirstDifferenceThatDoesNotFit(String older, String newer, String difference) {
        Schema reader = version(newer).schema();
        Schema writer = version(older).schema();
        assertThat(reader.fingerprint()).isNotEqualTo(writer.fingerprint());
        assertThat(reader.difference(writer).orElse(NONE)).isEqualTo(difference);
        assertThat(writer.difference(reader).isEmpty()).isEqualTo(difference.isEmpty());
        if (difference.isEmpty()) {
            assertThatCode(() -> reader.requireCompatible(writer)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> reader.requireCompatible(writer))
                    .isInstanceOf(SchemaMismatchException.class)
                    .hasMessage(
                            "versions of a message schema do not fit together: "
                                    + difference
                                    + "; components, constants and records may only be added at the"
                                    + " end, where they move nothing");
            MessageProtocol protocol = version(newer);
            assertThatThrownBy(() -> ProtocolCodec.of(protocol, writer))
                    .isInstanceOf(SchemaMismatchException.class);
        }
    }

    @Test
    void shouldNotFitWhereOnlyOneSideHasMessages() {
        Schema none = MessageProtocol.of(Void.class).schema();
        Schema some = version("record M() {}").schema();
        assertThat(none.difference(some)).contains("number of messages: reader=0, writer=1");
        assertThat(some.difference(none)).contains("number of messages: reader=1, writer=0");
        assertThat(none.difference(none)).isEmpty();
    }
}
