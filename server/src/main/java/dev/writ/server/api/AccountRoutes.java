package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.account.Account;
import dev.writ.account.Accounts;
import dev.writ.account.Role;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /accounts}: who may come in besides the one who runs the server; and {@code /me}. */
final class AccountRoutes implements Routes {
    private final Accounts accounts;

    AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void addTo(Api api) {
        api.get(
                        "/me",
                        request -> Json.object()
                                .put("name", request.caller().name())
                                .put("role", request.caller().role().id()))
                .get("/accounts", request -> list())
                .create("/accounts", request -> {
                    ApiBody body = request.body(Set.of("name", "role"));
                    return issued(accounts.add(
                            body.words("name", "Say what the person is called."),
                            Role.parse(body.words("role", "Say which role the person has.")),
                            request.actor()));
                })
                .post("/accounts/{name}/role", request -> {
                    ApiBody body = request.body(Set.of("role"));
                    Role role = Role.parse(body.words("role", "Say which role the person has."));
                    return json(accounts.changeRole(request.path("name"), role, request.actor()));
                })
                .post("/accounts/{name}/renew", request -> {
                    request.body(Set.of());
                    return issued(accounts.renew(request.path("name"), request.actor()));
                })
                .post("/accounts/{name}/end", request -> {
                    request.body(Set.of());
                    return json(accounts.end(request.path("name"), request.actor()));
                });
    }

    private JsonNode list() {
        ArrayNode list = Json.array();
        accounts.list().forEach(account -> list.add(json(account)));
        return list;
    }

    private static ObjectNode issued(Accounts.Issued issued) {
        return json(issued.account()).put("secret", issued.secret());
    }

    private static ObjectNode json(Account account) {
        return Json.object()
                .put("name", account.name())
                .put("role", account.role().id())
                .put("state", account.isOpen() ? "open" : "ended")
                .put("created_by", account.createdBy())
                .put("created_at", account.createdAt().toString())
                .put("ended_at", account.endedAt().map(Object::toString).orElse(""));
    }
}
