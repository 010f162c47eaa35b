package io.ringkernel.message;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringkernel.Length;
import io.ringkernel.MessageTypeException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {

    private enum Colour {
        RED,
        GREEN,
        BLUE {
            @Override
            int code() {
                return 3;
            }
        };

        int code() {
            return 0;
        }
    }

    private record Empty() {}

    private record Scalars(boolean z, byte b, short s, char c, int i, long l, float f, double d) {}

    private record Padded(byte a, long b, byte c, int d) {}

    private record Inner(short x, Colour colour) {}

    private record Outer(byte tag, Inner inner, Padded padded, TimeUnit unit) {}

    private record Arrays(
            @Length(2) boolean[] z,
            @Length(3) byte[] b,
            @Length(2) short[] s,
            @Length(2) char[] c,
            @Length(4) int[] i,
            @Length(1) long[] l,
            @Length(2) float[] f,
            @Length(2) double[] d,
            @Length(2) Colour[] colours,
            @Length(2) Inner[] inners) {}

    private record Deep(byte a, @Length(3) String text, Outer outer, @Length(2) Outer[] outers) {}

    /** Its accessor lies; the codec reads the field. */
    private record Stubborn(int value) {
        @Override
        public int value() {
            return -1;
        }
    }

    private final MemorySegment memory = Arena.ofAuto().allocate(4096, 64);

    static Stream<Record> records() {
        return Stream.of(
                new Empty(),
                new Scalars(false, (byte) 0, (short) 0, '\0', 0, 0, 0, 0),
                new Scalars(
                        true,
                        (byte) -128,
                        Short.MIN_VALUE,
                        '\uffff',
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        -0f,
                        -0d),
                new Scalars(
                        true,
                        (byte) 127,
                        Short.MAX_VALUE,
                        'é',
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Float.NaN,
                        Double.POSITIVE_INFINITY),
                new Padded((byte) 1, 2, (byte) 3, 4),
                new Outer(
                        (byte) 9,
                        new Inner((short) -5, Colour.BLUE),
                        new Padded((byte) 1, 2, (byte) 3, 4),
                        TimeUnit.DAYS));
    }

    @ParameterizedTest
    @MethodSource("records")
    void shouldReadWhatItWrote(Record record) {
        RecordCodec codec = RecordCodec.of(record.getClass());
        codec.encode(record, memory, 64);
        assertThat(codec.decode(memory, 64)).isEqualTo(record).isNotSameAs(record);
    }

    @Test
    void shouldReadTheArraysItWrote() {
        Arrays record = arrays();
        RecordCodec codec = RecordCodec.of(Arrays.class);
        codec.encode(record, memory, 128);
        Arrays copy = (Arrays) codec.decode(memory, 128);
        assertThat(copy).usingRecursiveComparison().isEqualTo(record);
        assertThat(copy.i()).isNotSameAs(record.i());
    }

    @Test
    void shouldReadRecordsInRecordsInRecords() {
        Outer outer =
                new Outer(
                        (byte) 9,
                        new Inner((short) -5, Colour.GREEN),
                        new Padded((byte) 1, 2, (byte) 3, 4),
                        TimeUnit.DAYS);
        Deep record = new Deep((byte) 1, "äx", outer, new Outer[] {outer, outer});
        RecordCodec codec = RecordCodec.of(Deep.class);
        codec.encode(record, memory, 8);
        assertThat(codec.decode(memory, 8)).usingRecursiveComparison().isEqualTo(record);
    }

    @Test
    void shouldWriteTheBytesThatACompilerForCWouldRead() {
        RecordCodec.of(Padded.class)
                .encode(
                        new Padded((byte) 0x11, 0x2122232425262728L, (byte) 0x31, 0x41424344),
                        memory,
                        0);
        byte[] bytes = memory.asSlice(0, 24).toArray(JAVA_BYTE);
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo(
                        "11"
                                + "00000000000000"
                                + "2827262524232221"
                                + "31"
                                + "000000"
                                + "44434241");
    }

    @Test
    void shouldWriteNothingOutsideItsStruct() {
        Random random = new Random(1);
        for (Record record : records().toList()) {
            byte[] before = new byte[4096];
            random.nextBytes(before);
            memory.copyFrom(MemorySegment.ofArray(before));
            RecordCodec.of(record.getClass()).encode(record, memory, 1024);
            long size = RecordLayout.of(record.getClass()).size();
            byte[] after = memory.toArray(JAVA_BYTE);
            assertThat(java.util.Arrays.equals(before, 0, 1024, after, 0, 1024)).isTrue();
            int end = (int) (1024 + size);
            assertThat(java.util.Arrays.equals(before, end, 4096, after, end, 4096)).isTrue();
        }
    }

    @Test
    void shouldReadFieldsNotAccessors() {
        RecordCodec codec = RecordCodec.of(Stubborn.class);
        codec.encode(new Stubborn(5), memory, 0);
        assertThat(memory.get(JAVA_INT, 0)).isEqualTo(5);
    }

    @Test
    void shouldRefuseANullComponentByName() {
        assertThatThrownBy(() ->
                        RecordCodec.of(Outer.class)
                                .encode(
                                        new Outer(
                                                (byte) 1,
                                                null,
                                                new Padded((byte) 1, 2, (byte) 3, 4),
                                                TimeUnit.DAYS),
                                        memory,
                                        0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessage(
                        "component is null: component="
                                + Outer.class.getName()
                                + ".inner; a message holds values only, so set it");
        assertThatThrownBy(() ->
                        RecordCodec.of(Inner.class).encode(new Inner((short) 1, null), memory, 0))
                .hasMessageContaining("Inner.colour");
        assertThatThrownBy(() ->
                        RecordCodec.of(Arrays.class)
                                .encode(with(arrays(), null, new Inner[2]), memory, 0))
                .hasMessageContaining("Arrays.i;");
        assertThatThrownBy(() ->
                        RecordCodec.of(Arrays.class)
                                .encode(with(arrays(), new int[4], new Inner[2]), memory, 0))
                .hasMessageContaining("Arrays.inners");
    }

    @Test
    void shouldRefuseAnArrayOfAnotherLength() {
        Inner inner = new Inner((short) 1, Colour.RED);
        assertThatThrownBy(() ->
                        RecordCodec.of(Arrays.class)
                                .encode(
                                        with(arrays(), new int[5], new Inner[] {inner, inner}),
                                        memory,
                                        0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessage(
                        "array has not its declared length: component="
                                + Arrays.class.getName()
                                + ".i, expected=4, actual=5");
        assertThatThrownBy(() ->
                        RecordCodec.of(Arrays.class)
                                .encode(with(arrays(), new int[4], new Inner[] {inner}), memory, 0))
                .hasMessageContaining("Arrays.inners, expected=2, actual=1");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 3, Integer.MAX_VALUE})
    void shouldRefuseAnOrdinalThatStandsForNothing(int ordinal) {
        RecordCodec codec = RecordCodec.of(Inner.class);
        codec.encode(new Inner((short) 1, Colour.RED), memory, 0);
        memory.set(JAVA_INT, 4, ordinal);
        assertThatThrownBy(() -> codec.decode(memory, 0))
                .isInstanceOf(MessageTypeException.class)
                .hasMessageContaining("Inner.colour, ordinal=" + ordinal + ", constants=3");
    }

    @Test
    void shouldMakeOneCodecForEachClass() {
        assertThat(RecordCodec.of(Inner.class)).isSameAs(RecordCodec.of(Inner.class));
        assertThat(RecordCodec.of(Inner.class).getClass().isHidden()).isTrue();
    }

    private static Arrays arrays() {
        Inner inner = new Inner((short) 1, Colour.RED);
        return new Arrays(
                new boolean[] {true, false},
                new byte[] {1, -1, 127},
                new short[] {Short.MIN_VALUE, 5},
                new char[] {'a', '\uffff'},
                new int[] {1, 2, 3, Integer.MIN_VALUE},
                new long[] {Long.MIN_VALUE},
                new float[] {1.5f, Float.NEGATIVE_INFINITY},
                new double[] {Math.E, -0.0},
                new Colour[] {Colour.GREEN, Colour.BLUE},
                new Inner[] {inner, new Inner((short) 2, Colour.GREEN)});
    }

    private static Arrays with(Arrays a, int[] ints, Inner[] inners) {
        return new Arrays(
                a.z(), a.b(), a.s(), a.c(), ints, a.l(), a.f(), a.d(), a.colours(), inners);
    }
}
