package io.ringkernel.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringkernel.ActorState;
import io.ringkernel.memory.CacheLine;
import io.ringkernel.memory.Scalar;
import io.ringkernel.memory.Struct;
import io.ringkernel.message.MessageProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelSourceTest {

    private static final Struct STATE = Struct.builder("A_State").add("n_", Scalar.I64).build();

    private sealed interface Message {}

    private record One() implements Message {}

    private record Two() implements Message {}

    private record Three() implements Message {}

    private static KernelSource.Behavior behavior(String name, Struct... structs) {
        return new KernelSource.Behavior(
                name,
                "struct " + name + " {};",
                List.of(structs),
                MessageProtocol.of(Message.class),
                MessageProtocol.of(Void.class));
    }

    @Test
    void shouldNeedNoHeaderAndDispatchByTheIndexOfTheBehaviour() {
        KernelSource source =
                KernelSource.of("// prelude", List.of(behavior("A", STATE), behavior("B", STATE)));
        assertThat(source.text())
                .doesNotContain("#include")
                .contains("case 0: return rk_handle<A, 3>")
                .contains("case 1: return rk_handle<B, 3>")
                .containsOnlyOnce("struct A_State {");
    }

    @Test
    void shouldReportEveryStructureOnceWithItsFieldsInOrderAndThenTheSchemas() {
        KernelSource source = KernelSource.of("", List.of(behavior("A", STATE)));
        assertThat(source.structs())
                .contains(STATE)
                .containsAll(DeviceLayouts.all())
                .doesNotHaveDuplicates();
        int numbers = DeviceLayouts.expected(source.structs()).size();
        assertThat(source.text().split("\\*out\\+\\+ = ", -1)).hasSize(numbers + 3);
        assertThat(source.text())
                .endsWith("*out++ = A::kMessages;\n    *out++ = A::kReplies;\n}\n");
        assertThat(source.behaviors()).extracting(KernelSource.Behavior::name).containsExactly("A");
    }

    @Test
    void shouldRefuseTwoStructuresOfOneName() {
        Struct other = Struct.builder("A_State").add("n_", Scalar.I32).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        KernelSource.of("", List.of(behavior("A", STATE), behavior("B", other))))
                .withMessageContaining("A_State");
    }

    @Test
    void shouldKeepWordsOfDifferentWritersOnDifferentLines() {
        assertThat(line(DeviceLayouts.HOST, "stop"))
                .isEqualTo(line(DeviceLayouts.HOST, "heartbeat"));
        assertThat(line(DeviceLayouts.HOST, "stop"))
                .isNotEqualTo(line(DeviceLayouts.HOST, "stopped"));
        assertThat(line(DeviceLayouts.ACTOR_HOST, "kind"))
                .isNotEqualTo(line(DeviceLayouts.ACTOR_HOST, "acknowledged"));
        assertThat(line(DeviceLayouts.ACTOR, "command"))
                .isNotEqualTo(line(DeviceLayouts.ACTOR, "status"));
        for (Struct struct :
                List.of(DeviceLayouts.HOST, DeviceLayouts.ACTOR_HOST, DeviceLayouts.ACTOR)) {
            assertThat(struct.size() % CacheLine.BYTES).isZero();
        }
    }

    private static long line(Struct struct, String field) {
        return struct.offset(field) / CacheLine.BYTES;
    }

    @Test
    void shouldReadBackEveryStateAndEpoch() {
        for (ActorState state : ActorState.values()) {
            long acknowledged = 77L << 8 | DeviceState.code(state);
            assertThat(DeviceState.of(acknowledged)).isEqualTo(state);
            assertThat(DeviceState.epoch(acknowledged)).isEqualTo(77);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> DeviceState.of(77L << 8));
    }
}
