package dev.writ.tool.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** Whether anybody else can have a repository's branches. */
public final class RepositorySharing {
    private static final long LARGEST_CONFIG = 1 << 20;

    private RepositorySharing() {}

    /**
     * Whether the folder is a repository of its own with no remote. False where that cannot be told: no repository, a
     * linked one, or a configuration that cannot be read or includes others.
     */
    public static boolean isUnshared(Path folder) {
        Path file = folder.resolve(".git").resolve("config");
        try {
            if (!Files.isDirectory(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS)
                    || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) > LARGEST_CONFIG) {
                return false;
            }
            Config config = new Config();
            config.fromText(Files.readString(file));
            boolean includes = config.getSections().stream().anyMatch(section -> section.startsWith("include"));
            return !includes && config.getSubsections("remote").isEmpty();
        } catch (IOException | ConfigInvalidException e) {
            return false;
        }
    }
}
