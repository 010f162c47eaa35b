package io.ringkernel.transpiler.diagnostic;

import io.ringkernel.transpiler.ir.Position;

/**
 * One place that breaks a rule.
 *
 * @param rule the rule
 * @param position where
 * @param detail what was found there
 */
public record Diagnostic(Rule rule, Position position, String detail) {

    /** Returns {@code RK110 com.acme.Airport:17: what is wrong; what to write instead}. */
    @Override
    public String toString() {
        return rule.id()
                + " "
                + position.className()
                + (position.line() < 0 ? "" : ":" + position.line())
                + ": "
                + rule.title()
                + ": "
                + detail
                + "; "
                + rule.instead();
    }
}
