/**
 * A client of the Model Context Protocol for servers that are not trusted: whatever one sends is bounded, and one that does
 * not keep to the protocol is left at once.
 *
 * <pre>{@code
 * Channel channel = new StdioChannel(process.getInputStream(), process.getOutputStream());
 * try (McpClient client = McpClient.connect(channel, new Implementation("writ", "Writ", "1"), listener, ofSeconds(30))) {
 *     for (ObjectNode definition : client.tools(ofSeconds(30))) {
 *         System.out.println(definition.path("name").asString());
 *     }
 *     CallResult result = client.call("echo", arguments, ofSeconds(60));
 * }
 * }</pre>
 */
@NullMarked
package dev.writ.mcp.client;

import org.jspecify.annotations.NullMarked;
