package io.ringkernel.transpiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringkernel.ActorFault;
import io.ringkernel.memory.CudaStructs;
import io.ringkernel.memory.FieldType;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaStructsTest {

    private static final Struct STAMP =
            Struct.builder("rk_Stamp").add("time", Scalar.U64).add("node", Scalar.U16).build();
    private static final Struct HEADER =
            Struct.builder("rk_Header")
                    .add("head", Scalar.U64)
                    .add("flag", Scalar.BOOL)
                    .newLine()
                    .add("tail", Scalar.U64)
                    .add("stamps", new FieldType.OfArray(new FieldType.OfStruct(STAMP), 3))
                    .add("name", new FieldType.OfText(5))
                    .add("flag2", Scalar.BOOL)
                    .newLine()
                    .add("last", Scalar.I32)
                    .build();

    @TempDir Path directory;

    @Test
    void writesPaddingAndAlignmentThatTheCompilerConfirms()
            throws IOException, InterruptedException {
        String text = CudaStructs.render(List.of(HEADER));
        assertThat(text)
                .contains("struct alignas(128) rk_Header {")
                .contains("rk_Stamp stamps[3];")
                .contains("struct { rk_u16 length; rk_u8 bytes[5]; } name;")
                .contains("static_assert(RK_OFFSETOF(rk_Header, flag2) == 192")
                .contains("static_assert(sizeof(rk_Header) == 384")
                .contains("static_assert(RK_OFFSETOF(rk_Header, tail) == 128");
        assumeTrue(
                Processes.isOnPath("g++"), "g++ is not on the PATH: structures are not compiled");
        Path file = Files.writeString(directory.resolve("structs.cpp"), HostCode.TYPES + text);
        Processes.run(
                List.of("g++", "-std=c++17", "-Wall", "-Werror", "-fsyntax-only", file.toString()));
    }

    @Test
    void writesWhatIsHeldBeforeItsHolderAndEachOnce() {
        assertThat(CudaStructs.closure(List.of(HEADER, STAMP, HEADER)))
                .containsExactly(STAMP, HEADER);
    }

    @Test
    void refusesTwoStructuresOfOneName() {
        Struct other = Struct.builder("rk_Stamp").add("time", Scalar.I32).build();
        assertThatThrownBy(() -> CudaStructs.closure(List.of(STAMP, other)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two structures of one name: name=rk_Stamp");
    }

    @Test
    void faultFillsInWhatTheDeviceReports() {
        FaultSite index =
                new FaultSite(
                        1,
                        "java.lang.ArrayIndexOutOfBoundsException",
                        "Index %d out of bounds for length %d",
                        "A",
                        "m",
                        7);
        assertThat(index.toFault(-1, 3))
                .isEqualTo(
                        new ActorFault(
                                "java.lang.ArrayIndexOutOfBoundsException",
                                "Index -1 out of bounds for length 3",
                                "A",
                                "m",
                                7));
        FaultSite user = new FaultSite(2, "java.lang.IllegalStateException", "100 %d", "A", "m", 8);
        assertThat(user.toFault(1, 2).message()).isEqualTo("100 %d");
    }
}
