package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Assignment;
import dev.writ.permission.AssignmentFilter;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code /grants}: see and end what agents may do. */
final class GrantRoutes implements Routes {
    private final ApiParts parts;

    GrantRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/grants", this::list)
                .post("/grants/revoke-all", request -> {
                    ApiBody body = request.body(Set.of("reason", "tree"));
                    return Json.object()
                            .put("revoked", revokeAll(body.text("tree", ""), request.actor(), reason(body)));
                })
                .post("/grants/{id}/revoke", request -> {
                    String reason = reason(request.body(Set.of("reason")));
                    return GrantJson.of(parts.database()
                            .write(transaction -> parts.permissions()
                                    .revoke(transaction, request.path("id"), request.actor(), reason)));
                });
    }

    private JsonNode list(ApiRequest request) {
        ArrayNode list = Json.array();
        parts.permissions()
                .assignments(new AssignmentFilter(
                        request.query("task"),
                        request.query("tree"),
                        state(request.query("state")),
                        request.limit(500)))
                .forEach(view -> list.add(GrantJson.of(view)));
        return list;
    }

    private static Optional<Assignment.State> state(String word) {
        if (word.isEmpty() || word.equals("all")) {
            return Optional.empty();
        }
        try {
            return Optional.of(Assignment.State.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "There is no grant state '" + word + "'.",
                    "Use live, expired, revoked, used_up, unused, task_ended or all.");
        }
    }

    /** @param tree only of this request; empty for every one */
    private int revokeAll(String tree, String by, String reason) {
        return parts.database()
                .write(transaction -> tree.isEmpty()
                        ? parts.permissions().revokeAll(transaction, by, reason)
                        : parts.permissions()
                                .revokeTree(
                                        transaction,
                                        parts.trees()
                                                .get(transaction.handle(), tree)
                                                .id(),
                                        by,
                                        reason));
    }

    private static String reason(ApiBody body) {
        return body.text("reason", "revoked by hand");
    }
}
