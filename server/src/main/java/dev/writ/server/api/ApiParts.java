package dev.writ.server.api;

import dev.writ.account.Accounts;
import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.outside.AccessTokens;
import dev.writ.outside.OutsideAgents;
import dev.writ.outside.OutsideSubjects;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.StandingRules;
import dev.writ.permission.Suspensions;
import dev.writ.runtime.ApprovalDesk;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Steering;
import dev.writ.store.Database;
import dev.writ.task.Conversation;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeStore;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.thirdparty.ThirdPartyServers;
import java.time.InstantSource;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** What the routes work on. */
public record ApiParts(
        Database database,
        EventLog events,
        TaskStore tasks,
        TreeStore trees,
        Conversation conversation,
        Definitions definitions,
        ToolRegistry registry,
        ToolGateway gateway,
        ThirdPartyServers thirdParties,
        DatabasePermissionManager permissions,
        Approvals approvals,
        StandingRules rules,
        ApprovalDesk desk,
        Inbox inbox,
        Engine engine,
        Steering steering,
        Accounts accounts,
        AccessTokens tokens,
        OutsideAgents outside,
        OutsideSubjects subjects,
        InstantSource clock,
        PolicyReplays replays,
        Anomalies anomalies,
        Suspensions suspensions,
        String model,
        Supplier<ObjectNode> system,
        Supplier<ObjectNode> doctor) {}
