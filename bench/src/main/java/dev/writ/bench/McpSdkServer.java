package dev.writ.bench;

import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** The official Java SDK's server on Tomcat, with the tool of {@link McpEngineServer}. */
final class McpSdkServer {
    private McpSdkServer() {}

    /** @param arguments the file for its address */
    public static void main(String[] arguments) throws Exception {
        HttpServletStreamableServerTransportProvider transport = HttpServletStreamableServerTransportProvider.builder()
                .mcpEndpoint("/mcp")
                .build();
        McpSchema.Tool echo = McpSchema.Tool.builder(
                        "echo",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("message", Map.of("type", "string")),
                                "required",
                                List.of("message")))
                .description("Gives back the message.")
                .build();
        McpServer.sync(transport)
                .serverInfo("bench", "1")
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .toolCall(
                        echo,
                        (exchange, request) -> McpSchema.CallToolResult.builder()
                                .addTextContent("Echo: " + request.arguments().get("message"))
                                .build())
                .build();
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory(Path.of("."), "tomcat").toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        Context context = tomcat.addContext("", Path.of(".").toAbsolutePath().toString());
        Wrapper servlet = Tomcat.addServlet(context, "mcp", transport);
        servlet.setAsyncSupported(true);
        servlet.setLoadOnStartup(1);
        context.addServletMappingDecoded("/mcp", "mcp");
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
        tomcat.getConnector().setProperty("maxConnections", "10000");
        tomcat.start();
        HelloServer.announce(Path.of(arguments[0]), tomcat.getConnector().getLocalPort());
        tomcat.getServer().await();
    }
}
