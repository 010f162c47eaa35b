/**
 * Runs the model checker TLC on the specifications in the folder {@code tla}. Each must hold in its
 * configuration, and each of its mutants must be refuted by the property that the mutant names.
 */
@org.jspecify.annotations.NullMarked
package io.ringkernel.specifications;
