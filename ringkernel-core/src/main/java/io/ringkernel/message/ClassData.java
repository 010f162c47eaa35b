package io.ringkernel.message;

import static java.lang.constant.ConstantDescs.BSM_CLASS_DATA_AT;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;

import java.lang.constant.ClassDesc;
import java.lang.constant.DynamicConstantDesc;
import java.util.ArrayList;
import java.util.List;

/** Live objects that a hidden class refers to as constants. */
final class ClassData {

    private final List<Object> values = new ArrayList<>();

    /** Adds an object and returns the constant that loads it. */
    DynamicConstantDesc<?> add(Object value, ClassDesc type) {
        values.add(value);
        return DynamicConstantDesc.ofNamed(
                BSM_CLASS_DATA_AT, DEFAULT_NAME, type, values.size() - 1);
    }

    List<Object> values() {
        return List.copyOf(values);
    }
}
