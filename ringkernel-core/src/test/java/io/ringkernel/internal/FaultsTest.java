package io.ringkernel.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringkernel.ActorFault;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {

    @Test
    void shouldNameTheFrameBelowTheJdkAndTheRuntime() {
        Exception thrown = new IllegalStateException("why");
        thrown.setStackTrace(
                new StackTraceElement[] {
                    frame("java.util.Objects", "requireNonNull", 1),
                    frame("jdk.internal.Whatever", "x", 2),
                    frame("io.ringkernel.internal.cpu.CpuContext", "reply", 3),
                    frame("com.acme.Airport", "land", 17),
                    frame("com.acme.Airport", "receive", 9)
                });
        assertThat(Faults.of(thrown, String.class))
                .isEqualTo(
                        new ActorFault(
                                "java.lang.IllegalStateException",
                                "why",
                                "com.acme.Airport",
                                "land",
                                17))
                .hasToString(
                        "java.lang.IllegalStateException: why at com.acme.Airport.land(line 17)");
    }

    @Test
    void shouldNameTheActorWhenTheJvmLeavesTheTraceOut() {
        Exception thrown = new ArithmeticException();
        thrown.setStackTrace(new StackTraceElement[0]);
        assertThat(Faults.of(thrown, List.class))
                .isEqualTo(
                        new ActorFault(
                                "java.lang.ArithmeticException",
                                null,
                                "java.util.List",
                                "receive",
                                -1))
                .hasToString(
                        "java.lang.ArithmeticException at java.util.List.receive(unknown line)");
    }

    @Test
    void shouldSayMinusOneForAnyUnknownLine() {
        Exception thrown = new IllegalStateException();
        thrown.setStackTrace(new StackTraceElement[] {frame("com.acme.Airport", "land", -2)});
        assertThat(Faults.of(thrown, List.class).line()).isEqualTo(-1);
    }

    private static StackTraceElement frame(String type, String method, int line) {
        return new StackTraceElement(type, method, "X.java", line);
    }
}
