package dev.writ.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** MCP clients whose settings are known; each keeps its servers as JSON in a file of its own. */
enum McpClient {
    CLAUDE_CODE("mcpServers", ".mcp.json", true),
    CLAUDE_DESKTOP("mcpServers", ".config/Claude/claude_desktop_config.json", false),
    CURSOR("mcpServers", ".cursor/mcp.json", false),
    GEMINI("mcpServers", ".gemini/settings.json", false),
    VSCODE("servers", ".vscode/mcp.json", true),
    WINDSURF("mcpServers", ".codeium/windsurf/mcp_config.json", false),
    /** Any other one. */
    OTHER("mcpServers", "", false);

    private final String section;
    private final String file;
    private final boolean inProject;

    McpClient(String section, String file, boolean inProject) {
        this.section = section;
        this.file = file;
        this.inProject = inProject;
    }

    /** The field that holds the servers. */
    String section() {
        return section;
    }

    /** Where it reads them from: of the current project, or of the user. */
    Optional<Path> settings(Path home) {
        if (file.isEmpty()) {
            return Optional.empty();
        }
        boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
        String place = mac ? file.replace(".config/Claude", "Library/Application Support/Claude") : file;
        return Optional.of(inProject ? Path.of(place).toAbsolutePath() : home.resolve(place));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
