package dev.writ.permission;

import dev.writ.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The smallest {@code need_more_tools} call that asks for one call of an operation. */
public final class ExactRequest {
    private ExactRequest() {}

    /** Its arguments; empty where no grant could name the call. */
    public static ObjectNode of(String tool, String operation, List<Access> accesses) {
        return scope(tool, operation, accesses)
                .map(scope -> of(tool, operation, scope))
                .orElseGet(Json::object);
    }

    /** The scope that permits exactly this; empty where none can. */
    static Optional<Scope> scope(String tool, String operation, List<Access> accesses) {
        return GrantProposal.isOperationName(operation)
                ? ScopeFamily.of(tool).flatMap(family -> Scopes.exact(family, accesses))
                : Optional.empty();
    }

    static ObjectNode of(String tool, String operation, Scope scope) {
        ObjectNode request = Json.object().put("request", "").put("justification", "");
        request.set("tools", Json.array(List.of(tool)));
        request.set("operations", Json.array(List.of(operation)));
        request.putObject("scope").set(tool, ScopeJson.write(scope));
        return request;
    }
}
