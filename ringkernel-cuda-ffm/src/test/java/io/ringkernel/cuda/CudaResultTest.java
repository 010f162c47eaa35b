package io.ringkernel.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CudaResultTest {
    @ParameterizedTest
    @ValueSource(
            ints = {214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721, 810, 911})
    void shouldRetireTheContextAfterAFault(int result) {
        assertThat(CudaResult.isSticky(result)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 200, 201, 209, 400, 500, 600, 701, 720, 801, 999})
    void shouldKeepTheContextAfterARefusal(int result) {
        assertThat(CudaResult.isSticky(result)).isFalse();
    }

    @Test
    void shouldCarryDataInTheMessage() {
        CudaException exception =
                new CudaException(
                        "cuMemAlloc_v2",
                        2,
                        "CUDA_ERROR_OUT_OF_MEMORY",
                        "out of memory",
                        "bytes=10");

        assertThat(exception)
                .hasMessage(
                        "cuMemAlloc_v2 failed: result=CUDA_ERROR_OUT_OF_MEMORY, code=2, description=out of memory,"
                                + " bytes=10");
        assertThat(exception.isSticky()).isFalse();
    }

    @Test
    void shouldPassSuccessWithoutTouchingTheDriver() {
        CudaException.check(0, "cuInit");
    }
}
