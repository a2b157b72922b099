package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Ceiling;
import dev.writ.permission.GrantProposal;
import dev.writ.task.Tree;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.reach.Fact;
import dev.writ.tool.reach.GrantReach;
import dev.writ.tool.reach.ReachLimits;
import dev.writ.tool.sql.SqlServer;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /approvals/{id}/reach}: what a yes would put within reach, as things are now. */
final class ReachRoutes implements Routes {
    private final ApiParts parts;
    private final GrantReach reach;

    ReachRoutes(ApiParts parts) {
        this.parts = parts;
        this.reach = new GrantReach(this::queries, ReachLimits.standard());
    }

    @Override
    public void addTo(Api api) {
        api.get("/approvals/{id}/reach", this::reach);
    }

    private Set<String> queries() {
        return parts.registry()
                .tool(SqlServer.NAME)
                .map(RegisteredTool::server)
                .filter(SqlServer.class::isInstance)
                .map(server -> ((SqlServer) server).hashes().keySet())
                .orElse(Set.of());
    }

    private JsonNode reach(ApiRequest request) {
        ApprovalRequest approval = parts.approvals().get(request.path("id"));
        GrantProposal asked =
                approval.firstYes().map(ApprovalRequest.FirstYes::proposal).orElse(approval.proposal());
        Tree tree = parts.trees().get(approval.tree());
        ObjectNode json = Json.object().put("id", approval.id());
        ArrayNode facts = json.putArray("facts");
        for (Fact fact :
                reach.of(asked, tree.workspace(), Ceiling.read(tree.ceiling()).protectedBranches())) {
            facts.addObject()
                    .put("subject", fact.subject().id())
                    .put("title", fact.subject().title())
                    .put("words", fact.words())
                    .put("tone", fact.tone().id())
                    .set("examples", Json.array(fact.examples()));
        }
        return json.put("at", parts.clock().instant().toString());
    }
}
