package io.ringkernel.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.memory.Struct;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records of random shape, composed and compiled here, each in two versions, the second with more
 * components at the end. A failure names its seed; run it alone with {@code
 * -Dtest='RandomRecordsTest#...[seed]'}.
 */
class RandomRecordsTest {

    private static final int SHARED = 8;
    private static final int MESSAGES = 24;
    private static final int VALUES = 20;
    private static final long AT = 64;
    private static final List<String> SCALARS =
            List.of("boolean", "byte", "short", "char", "int", "long", "float", "double", "Colour");

    @TempDir private Path folder;

    /** Composes the source of one version from a seed; both begin alike. */
    private static final class Composer {
        private final Random random;
        private final StringBuilder older = new StringBuilder("enum Colour { RED, GREEN, BLUE }\n");
        private final StringBuilder newer = new StringBuilder(older);

        Composer(long seed) {
            random = new Random(seed);
        }

        void compose() {
            for (int i = 0; i < SHARED; i++) {
                String record =
                        "record N" + i + "(" + components(random.nextInt(4) + 1, i, 0) + ") {}\n";
                older.append(record);
                newer.append(record);
            }
            for (int i = 0; i < MESSAGES; i++) {
                int count = random.nextInt(6);
                String begin = components(count, SHARED, 0);
                String more = components(random.nextInt(3) + 1, SHARED, count);
                older.append("record M%d(%s) {}%n".formatted(i, begin));
                newer.append(
                        "record M%d(%s%s) {}%n"
                                .formatted(i, begin.isEmpty() ? "" : begin + ", ", more));
            }
        }

        private String components(int count, int known, int firstName) {
            List<String> components = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                components.add(type(known) + " c" + (firstName + i));
            }
            return String.join(", ", components);
        }

        private String type(int known) {
            int length = random.nextInt(5) + 1;
            String single =
                    known > 0 && random.nextInt(3) == 0
                            ? "N" + random.nextInt(known)
                            : SCALARS.get(random.nextInt(SCALARS.size()));
            return switch (random.nextInt(6)) {
                case 0 -> "@Length(" + length + ") " + single + "[]";
                case 1 -> "@Length(" + (random.nextInt(20) + 1) + ") String";
                default -> single;
            };
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    void shouldCarryRecordsOfAnyShapeAndOfBothVersions(long seed) {
        Composer composer = new Composer(seed);
        composer.compose();
        CompiledSources older = CompiledSources.of(folder, composer.older.toString());
        CompiledSources newer = CompiledSources.of(folder, composer.newer.toString());
        Random random = new Random(seed);
        for (int i = 0; i < MESSAGES; i++) {
            MessageProtocol one = older.protocol("M" + i);
            MessageProtocol two = newer.protocol("M" + i);
            checkLayout(two);
            checkRoundTrip(two, random);
            checkVersions(one, two, random);
        }
    }

    private static void checkLayout(MessageProtocol protocol) {
        Struct struct = protocol.type(1).struct();
        List<Long> found =
                new ArrayList<>(struct.fields().stream().map(Struct.Field::offset).toList());
        found.add(struct.size());
        assertThat(found).as(protocol.toString()).isEqualTo(RecordTrees.offsets(protocol.root()));
        assertThat(struct.alignment()).isEqualTo(RecordTrees.alignment(protocol.root()));
    }

    private static void checkRoundTrip(MessageProtocol protocol, Random random) {
        RecordCodec codec = RecordCodec.of(protocol.type(1).type());
        for (int i = 0; i < VALUES; i++) {
            MemorySegment memory = noise(random, protocol);
            Record message = RecordTrees.random(protocol.root(), random);
            codec.encode(message, memory, AT);
            List<Object> expected = RecordTrees.components(message);
            assertThat(RecordTrees.inMemory(protocol.root(), memory, AT)).isEqualTo(expected);
            assertThat(RecordTrees.components(codec.decode(memory, AT))).isEqualTo(expected);
        }
    }

    private static void checkVersions(MessageProtocol older, MessageProtocol newer, Random random) {
        ProtocolCodec olderReads =
                ProtocolCodec.of(older, Schema.parse(newer.schema().description()));
        ProtocolCodec newerReads =
                ProtocolCodec.of(newer, Schema.parse(older.schema().description()));
        RecordComponent[] all = newer.root().getRecordComponents();
        int shared = older.root().getRecordComponents().length;
        for (int i = 0; i < VALUES; i++) {
            MemorySegment memory = noise(random, newer);
            Record message = RecordTrees.random(newer.root(), random);
            newerReads.encode(1, message, memory, AT);
            assertThat(RecordTrees.components(olderReads.decode(1, memory, AT)))
                    .isEqualTo(RecordTrees.components(message).subList(0, shared));

            memory = noise(random, newer);
            message = RecordTrees.random(older.root(), random);
            olderReads.encode(1, message, memory, AT);
            List<Object> read = RecordTrees.components(newerReads.decode(1, memory, AT));
            assertThat(read.subList(0, shared)).isEqualTo(RecordTrees.components(message));
            MemorySegment zeros = Arena.ofAuto().allocate(4096, 64);
            assertThat(read.subList(shared, all.length))
                    .isEqualTo(
                            RecordTrees.inMemory(newer.root(), zeros, 0)
                                    .subList(shared, all.length));
        }
    }

    private static MemorySegment noise(Random random, MessageProtocol largest) {
        byte[] bytes = new byte[(int) (AT + largest.maxBytes())];
        random.nextBytes(bytes);
        MemorySegment memory = Arena.ofAuto().allocate(bytes.length, 64);
        memory.copyFrom(MemorySegment.ofArray(bytes));
        return memory;
    }
}
