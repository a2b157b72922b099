package dev.writ.permission;

import dev.writ.permission.Scope.QueryScope;
import java.util.Map;

/** The named queries there are, and what each of them is by now. Safe for use by many threads. */
@FunctionalInterface
public interface QueryDefinitions {
    /** For each {@code database:query} the hash of its definition; another hash is another query of the same name. */
    Map<String, String> hashes();

    /**
     * The same scope, holding on to the definitions as they are now: a query that is changed or added later is none of
     * its own. A scope that was pinned before stays as it is, and one of another family too.
     */
    default Scope pin(Scope scope) {
        if (!(scope instanceof QueryScope queries) || queries.pins().isPresent()) {
            return scope;
        }
        return queries.pinnedBy(hashes());
    }
}
