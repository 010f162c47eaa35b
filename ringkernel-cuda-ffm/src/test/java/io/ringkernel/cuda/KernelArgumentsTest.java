package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class KernelArgumentsTest {
    @Test
    void shouldPointAtEachValueInOrder() {
        try (Arena arena = Arena.ofConfined()) {
            KernelArguments arguments =
                    KernelArguments.builder()
                            .addLong(Long.MIN_VALUE)
                            .addInt(-2)
                            .addFloat(1.5f)
                            .addDouble(-2.25)
                            .build(arena);

            assertThat(arguments.count()).isEqualTo(4);
            assertThat(cell(arguments, 0).get(ValueLayout.JAVA_LONG, 0)).isEqualTo(Long.MIN_VALUE);
            assertThat(cell(arguments, 1).get(ValueLayout.JAVA_INT, 0)).isEqualTo(-2);
            assertThat(cell(arguments, 2).get(ValueLayout.JAVA_FLOAT, 0)).isEqualTo(1.5f);
            assertThat(cell(arguments, 3).get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(-2.25);
        }
    }

    @Test
    void shouldGrowBeyondItsFirstCapacity() {
        try (Arena arena = Arena.ofConfined()) {
            KernelArguments.Builder builder = KernelArguments.builder();
            for (int index = 0; index < 100; index++) {
                builder.addLong(index);
            }
            KernelArguments arguments = builder.build(arena);

            assertThat(cell(arguments, 99).get(ValueLayout.JAVA_LONG, 0)).isEqualTo(99);
        }
    }

    @Test
    void shouldAllowAKernelWithoutParameters() {
        try (Arena arena = Arena.ofConfined()) {
            assertThat(KernelArguments.builder().build(arena).count()).isZero();
        }
    }

    @Test
    void shouldRejectAnEmptyShape() {
        assertThatThrownBy(() -> new Dim3(1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dimension below 1: x=1, y=0, z=1");
        assertThat(new Dim3(100_000, 100_000, 2).count()).isEqualTo(20_000_000_000L);
    }

    private static MemorySegment cell(KernelArguments arguments, int index) {
        return arguments.pointers().getAtIndex(ValueLayout.ADDRESS, index).reinterpret(Long.BYTES);
    }
}
