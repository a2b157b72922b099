package dev.writ.mcp.engine;

import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** How long, and for whom, a list stays true (revision 2026-07-28, caching). */
record CacheHint(Duration freshFor, boolean callersOwn) {
    static final CacheHint OF_ALL = new CacheHint(Duration.ofMinutes(5), false);

    static CacheHint ofCaller(Duration freshFor) {
        return new CacheHint(freshFor.isNegative() ? Duration.ZERO : freshFor, true);
    }

    void addTo(ObjectNode result) {
        result.put("ttlMs", freshFor.toMillis()).put("cacheScope", callersOwn ? "private" : "public");
    }
}
