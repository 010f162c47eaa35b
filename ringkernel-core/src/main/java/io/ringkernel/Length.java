package io.ringkernel;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The fixed length of an array, or the most bytes of a text, in a message's record component or in
 * an actor's field; {@code @Length(20) long[]}. An array of another length, or a text that is
 * longer in UTF-8, is refused when it is sent or spawned.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.RECORD_COMPONENT})
public @interface Length {
    /**
     * Returns the number of elements, or the most bytes of a text in UTF-8; at least 1. For an
     * array of arrays, the numbers of rows and of columns: {@code @Length({3, 4}) int[][]}.
     */
    int[] value();
}
