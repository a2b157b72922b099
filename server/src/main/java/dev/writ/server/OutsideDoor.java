package dev.writ.server;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.agent.ToolCaller;
import dev.writ.entity.EntityKind;
import dev.writ.outside.AccessTokens;
import dev.writ.outside.CallReceipts;
import dev.writ.outside.OutsideAgents;
import dev.writ.outside.OutsideCalls;
import dev.writ.outside.OutsideEndings;
import dev.writ.outside.OutsideSubjects;
import dev.writ.outside.ReadableFiles;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.process.Controls;
import dev.writ.process.PendingResults;
import dev.writ.runtime.ApprovalDesk;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Steering;
import dev.writ.server.mcp.McpEndpoints;
import dev.writ.server.openid.OpenIdDoor;
import dev.writ.server.openid.OpenIdSettings;
import dev.writ.server.telemetry.TraceBook;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.message.Inbox;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Everything by which agents that run elsewhere come in, put together as {@link Core} puts together the rest. */
final class OutsideDoor implements AutoCloseable {
    private final Parts parts;
    private final Stores stores;
    private final AccessTokens tokens;
    private final OutsideAgents agents;
    private final OutsideCalls calls;
    private final OutsideEndings endings;
    private final OutsideSubjects subjects;
    private final Optional<OpenIdDoor> provider;

    /** What it stands on. */
    record Parts(
            Stores stores,
            InstantSource clock,
            IdSource ids,
            RandomGenerator random,
            Inbox inbox,
            ToolRegistry registry,
            ToolGateway gateway,
            List<String> thirdParties,
            DatabasePermissionManager permissions,
            Approvals approvals,
            Engine engine,
            Steering steering,
            Controls controls,
            ApprovalDesk desk,
            TraceBook traces,
            Optional<OpenIdSettings> openId) {}

    /** @throws WritException with {@code invalid_arguments} where the provider's agents are to be of a kind that does not exist */
    OutsideDoor(Parts parts) {
        this.parts = parts;
        this.stores = parts.stores;
        this.tokens = new AccessTokens(stores.database(), stores.events(), parts.clock, parts.ids, parts.random);
        this.agents = new OutsideAgents(
                stores.database(),
                stores.tasks(),
                stores.labels(),
                parts.engine,
                parts.steering,
                parts.permissions,
                tokens);
        this.calls = new OutsideCalls(
                stores.database(),
                stores.events(),
                stores.tasks(),
                stores.pendingCalls(),
                parts.approvals,
                new ToolCaller(parts.gateway, stores.conversation(), stores.pendingCalls()),
                new PendingResults(
                        stores.database(),
                        stores.tasks(),
                        stores.conversation(),
                        stores.pendingCalls(),
                        parts.inbox,
                        parts.gateway,
                        parts.engine),
                parts.steering,
                parts.controls);
        this.endings = new OutsideEndings(stores.events(), parts.clock, tokens, agents);
        this.subjects = new OutsideSubjects(stores.database(), stores.events(), tokens, agents);
        parts.openId.ifPresent(settings -> settings.agentNames().forEach(this::checkAgent));
        this.provider = parts.openId.map(settings -> new OpenIdDoor(settings, subjects, parts.clock));
    }

    private void checkAgent(String name) {
        if (stores.definitions().find(EntityKind.AGENT, name).isEmpty()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "mcp.openid names the agent '" + name + "', which does not exist.",
                    "Name one of `writ agents ls`.");
        }
    }

    void start() {
        calls.start();
        endings.start();
    }

    AccessTokens tokens() {
        return tokens;
    }

    OutsideAgents agents() {
        return agents;
    }

    OutsideSubjects subjects() {
        return subjects;
    }

    InstantSource clock() {
        return parts.clock;
    }

    /** The endpoints for MCP clients; whoever takes them closes them. */
    McpEndpoints endpoints(String version) {
        return new McpEndpoints(new McpEndpoints.Parts(
                version,
                stores.events(),
                parts.registry,
                parts.thirdParties,
                parts.permissions,
                stores.definitions(),
                new CallReceipts(stores.database(), stores.events()),
                new ReadableFiles(stores.tasks(), stores.trees(), parts.permissions),
                tokens,
                provider,
                calls,
                parts.desk,
                parts.traces,
                parts.clock,
                parts.ids));
    }

    @Override
    public void close() {
        provider.ifPresent(OpenIdDoor::close);
        endings.close();
        calls.close();
    }
}
