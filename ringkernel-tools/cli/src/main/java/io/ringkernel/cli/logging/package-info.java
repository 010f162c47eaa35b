/** How the commands log. */
@NullMarked
package io.ringkernel.cli.logging;

import org.jspecify.annotations.NullMarked;
