package dev.writ.server.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * All names under which OpenTelemetry is told of Writ. Those of the conventions for generative AI and MCP are in
 * development ({@code open-telemetry/semantic-conventions-genai}), and no library has them; those of Writ's own, which no
 * convention knows, begin with {@code writ.}.
 */
final class TelemetryNames {
    /** The version of the conventions that these names are of. */
    static final String SCHEMA = "https://opentelemetry.io/schemas/gen-ai-dev/1.43.0-dev";

    static final String SCOPE = "dev.writ";

    static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");
    static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    static final AttributeKey<String> NETWORK_TRANSPORT = AttributeKey.stringKey("network.transport");

    static final AttributeKey<String> OPERATION = AttributeKey.stringKey("gen_ai.operation.name");
    static final AttributeKey<String> PROVIDER = AttributeKey.stringKey("gen_ai.provider.name");
    static final AttributeKey<String> REQUEST_MODEL = AttributeKey.stringKey("gen_ai.request.model");
    static final AttributeKey<String> RESPONSE_MODEL = AttributeKey.stringKey("gen_ai.response.model");
    static final AttributeKey<Long> INPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.input_tokens");
    static final AttributeKey<Long> OUTPUT_TOKENS = AttributeKey.longKey("gen_ai.usage.output_tokens");
    static final AttributeKey<String> TOKEN_TYPE = AttributeKey.stringKey("gen_ai.token.type");
    static final AttributeKey<String> AGENT_NAME = AttributeKey.stringKey("gen_ai.agent.name");
    static final AttributeKey<String> CONVERSATION = AttributeKey.stringKey("gen_ai.conversation.id");
    static final AttributeKey<String> WORKFLOW_NAME = AttributeKey.stringKey("gen_ai.workflow.name");
    static final AttributeKey<String> TOOL_NAME = AttributeKey.stringKey("gen_ai.tool.name");
    static final AttributeKey<String> TOOL_TYPE = AttributeKey.stringKey("gen_ai.tool.type");
    static final AttributeKey<String> TOOL_CALL = AttributeKey.stringKey("gen_ai.tool.call.id");
    static final AttributeKey<String> TOOL_ARGUMENTS = AttributeKey.stringKey("gen_ai.tool.call.arguments");
    static final AttributeKey<String> TOOL_RESULT = AttributeKey.stringKey("gen_ai.tool.call.result");
    static final AttributeKey<String> OUTPUT_MESSAGES = AttributeKey.stringKey("gen_ai.output.messages");

    static final AttributeKey<String> MCP_METHOD = AttributeKey.stringKey("mcp.method.name");

    static final AttributeKey<String> TASK = AttributeKey.stringKey("writ.task.id");
    static final AttributeKey<String> AUTHORITY = AttributeKey.stringKey("writ.authority");
    static final AttributeKey<String> RULE = AttributeKey.stringKey("writ.denied.rule");
    static final AttributeKey<Long> CHECK_NANOS = AttributeKey.longKey("writ.permission.check_ns");
    static final AttributeKey<Long> COST_MICROS = AttributeKey.longKey("writ.model.cost_micros");
    static final AttributeKey<String> GRANT = AttributeKey.stringKey("writ.grant.id");
    static final AttributeKey<String> GRANT_TOOL = AttributeKey.stringKey("writ.grant.tool");
    static final AttributeKey<List<String>> GRANT_TOOLS = AttributeKey.stringArrayKey("writ.grant.tools");
    static final AttributeKey<String> GRANT_DECISION = AttributeKey.stringKey("writ.grant.decision");
    static final AttributeKey<String> GRANT_APPROVER = AttributeKey.stringKey("writ.grant.approver.type");
    static final AttributeKey<Long> GRANT_TTL = AttributeKey.longKey("writ.grant.ttl_s");
    static final AttributeKey<String> GRANT_REASON = AttributeKey.stringKey("writ.grant.reason");
    static final AttributeKey<String> GRANT_SCOPE = AttributeKey.stringKey("writ.grant.scope");

    static final String INVOKE_WORKFLOW = "invoke_workflow";
    static final String INVOKE_AGENT = "invoke_agent";
    static final String CHAT = "chat";
    static final String EXECUTE_TOOL = "execute_tool";
    static final String TOOLS_CALL = "tools/call";
    static final String GRANT_REQUEST = "writ.grant.request";
    static final String GRANT_DECIDED = "writ.grant.decision";

    static final String CLIENT_DURATION = "gen_ai.client.operation.duration";
    static final String TOKEN_USAGE = "gen_ai.client.token.usage";
    static final String TOOL_DURATION = "gen_ai.execute_tool.duration";
    static final String AGENT_DURATION = "gen_ai.invoke_agent.duration";
    static final String AGENT_MODEL_CALLS = "gen_ai.invoke_agent.inference_calls";
    static final String WORKFLOW_DURATION = "gen_ai.workflow.duration";
    static final String MCP_CLIENT_DURATION = "mcp.client.operation.duration";
    static final String MCP_SERVER_DURATION = "mcp.server.operation.duration";

    private TelemetryNames() {}

    /** What the conventions call a model's provider, by the name it has in Writ's settings. */
    static String provider(String name) {
        return switch (name) {
            case "gemini" -> "gcp.gemini";
            case "openai-compatible" -> "openai";
            default -> name;
        };
    }
}
