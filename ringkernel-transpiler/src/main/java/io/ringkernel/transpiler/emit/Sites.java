package io.ringkernel.transpiler.emit;

import io.ringkernel.transpiler.ir.Site;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Numbers the sites of an actor from 1 in the order in which they are written. */
public final class Sites {

    private final Map<Site, Integer> ids = new LinkedHashMap<>();

    /** Makes an empty table. */
    public Sites() {}

    int id(Site site) {
        return ids.computeIfAbsent(site, s -> ids.size() + 1);
    }

    /** Returns the sites; the first has number 1. */
    public List<Site> all() {
        return new ArrayList<>(ids.keySet());
    }
}
