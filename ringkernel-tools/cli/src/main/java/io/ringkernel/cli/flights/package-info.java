/**
 * The flights demo: reads the file, streams it to one {@code Airport} actor per origin, and checks
 * every answer.
 */
@NullMarked
package io.ringkernel.cli.flights;

import org.jspecify.annotations.NullMarked;
