package io.ringkernel.cuda.compile;

/** Small sources. */
final class Kernels {
    /** Compiles. */
    static final String GOOD =
            """
            extern "C" __global__ void twice(int *values) {
                values[threadIdx.x] *= FACTOR;
            }
            """;

    /** Compiles, with a warning. */
    static final String UNTIDY =
            """
            extern "C" __global__ void untidy(int *values) {
                int unused = 3;
                values[threadIdx.x] = 0;
            }
            """;

    /** Does not compile: line 2 names nothing. */
    static final String BAD =
            """
            extern "C" __global__ void bad(int *values) {
                values[threadIdx.x] = nowhere;
            }
            """;

    static final CompileOptions OPTIONS = CompileOptions.DEFAULT.withDefine("FACTOR", "2");

    static final String ARCHITECTURE = "sm_90";

    private Kernels() {}

    static boolean isElf(byte[] image) {
        return image.length > 4
                && image[0] == 0x7f
                && image[1] == 'E'
                && image[2] == 'L'
                && image[3] == 'F';
    }
}
