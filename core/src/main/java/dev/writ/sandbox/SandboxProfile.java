package dev.writ.sandbox;

import dev.writ.permission.Host;
import dev.writ.sandbox.network.NetworkUse;
import java.util.List;
import java.util.stream.Stream;

/** How much of the machine a command may change. Every layer of {@link SandboxLayer} holds in both. */
public enum SandboxProfile {
    /** Nothing but a private folder for temporary files: the workspace is mounted read-only too. */
    READ_ONLY("read-only", "read-only-workspace", "nothing can be written but a private folder for temporary files"),
    /** The workspace too, but for the control files that other programs would run or obey. */
    FULL(
            "full",
            "read-only-control-files",
            "the workspace can be written too, but not what other programs would run or obey");

    private final String id;
    private final String workspaceLayer;
    private final String meaning;

    SandboxProfile(String id, String workspaceLayer, String meaning) {
        this.id = id;
        this.workspaceLayer = workspaceLayer;
        this.meaning = meaning;
    }

    /** The word for it on screens and in records. */
    public String id() {
        return id;
    }

    /** What a command may write, for people. */
    public String meaning() {
        return meaning;
    }

    /**
     * The names under which a command of this profile is recorded: the profile itself as {@code profile:full}, then every
     * layer, then what protects the workspace.
     */
    public List<String> layers() {
        return layers(List.of());
    }

    /** As {@link #layers()}, for a command that may reach these hosts. */
    List<String> layers(List<Host> hosts) {
        return Stream.of(
                        Stream.of("profile:" + id),
                        Stream.of(SandboxLayer.values()).map(SandboxLayer::id),
                        Stream.of(workspaceLayer),
                        hosts.isEmpty() ? Stream.<String>empty() : Stream.of(NetworkUse.layer(hosts)))
                .flatMap(names -> names)
                .toList();
    }
}
