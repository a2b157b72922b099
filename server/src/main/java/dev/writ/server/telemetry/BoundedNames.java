package dev.writ.server.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Names as labels of metrics, of which there are never too many: each label value is a series that whoever reads the metrics
 * keeps. Those of Writ's own are always there; of others the first so many, and then {@code other}. Safe for use by many
 * threads.
 */
final class BoundedNames {
    /** Stands for a name beyond the bound. */
    static final String OTHER = "other";
    /** Stands for a name of nothing that exists: agents may call what they like. */
    static final String UNKNOWN = "unknown";

    private final Predicate<String> own;
    private final Predicate<String> exists;
    private final int most;
    private final Set<String> named = ConcurrentHashMap.newKeySet();

    BoundedNames(Predicate<String> own, Predicate<String> exists, int most) {
        this.own = own;
        this.exists = exists;
        this.most = most;
    }

    /** Names none of which is known beforehand. */
    static BoundedNames of(int most) {
        return new BoundedNames(name -> false, name -> !name.isEmpty(), most);
    }

    String of(String name) {
        if (own.test(name) || named.contains(name)) {
            return name;
        }
        return exists.test(name) ? admit(name) : UNKNOWN;
    }

    private synchronized String admit(String name) {
        if (named.size() < most) {
            named.add(name);
        }
        return named.contains(name) ? name : OTHER;
    }
}
