package dev.writ.tool.git;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.FileTreeIterator.FileEntry;
import org.eclipse.jgit.treewalk.FileTreeIterator.FileModeStrategy;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.ProcessResult;
import org.jspecify.annotations.NullUnmarked;

/**
 * What JGit sees of the machine: files of one workspace, and nothing that runs a command. Every repository configuration
 * read through it is first reduced to its harmless part. Used for one call, then closed.
 */
final class CommandlessFileSystem extends FS_POSIX implements AutoCloseable {
    private static final int UMASK = 0022;

    private final Path root;
    private final Path scratch;
    private final Map<Path, File> configs = new ConcurrentHashMap<>();

    private CommandlessFileSystem(Path root, Path scratch) {
        this.root = root;
        this.scratch = scratch;
        // JGit would otherwise start a shell to ask.
        setUmask(UMASK);
        setUserHome(scratch.toFile());
        setGitSystemConfig(null);
    }

    static CommandlessFileSystem over(Path root) throws IOException {
        return new CommandlessFileSystem(root, Files.createTempDirectory("writ-git"));
    }

    @Override
    public FS newInstance() {
        return this;
    }

    /** Stands in for {@code config} of any git folder; all other names resolve as usual. */
    @Override
    public File resolve(File folder, String name) {
        if (!name.equals(Constants.CONFIG)) {
            return super.resolve(folder, name);
        }
        return configs.computeIfAbsent(folder.toPath().toAbsolutePath().normalize(), this::reduced);
    }

    private File reduced(Path gitDir) {
        try {
            if (!gitDir.startsWith(root) || !gitDir.toRealPath().equals(gitDir)) {
                throw refused();
            }
            Path copy = scratch.resolve("config-" + configs.size());
            Files.writeString(
                    copy,
                    SafeConfig.read(root, gitDir.resolve(Constants.CONFIG)).text());
            return copy.toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public File getCommonDir(File gitDir) throws IOException {
        File common = super.getCommonDir(gitDir);
        if (!common.toPath().toAbsolutePath().normalize().startsWith(root)) {
            throw refused();
        }
        return common;
    }

    /** Leaves out what is neither file, folder nor link, and opens files without following links. */
    @Override
    public WorkingTreeIterator.Entry[] list(File folder, FileModeStrategy modes) {
        File[] all = folder.listFiles();
        if (all == null) {
            return NO_ENTRIES;
        }
        List<WorkingTreeIterator.Entry> entries = new ArrayList<>(all.length);
        for (File file : all) {
            Attributes attributes = getAttributes(file);
            if (attributes.isDirectory() || attributes.isRegularFile() || attributes.isSymbolicLink()) {
                entries.add(new SafeEntry(file, attributes, modes));
            }
        }
        return entries.toArray(WorkingTreeIterator.Entry[]::new);
    }

    @Override
    public ProcessBuilder runInShell(String command, String[] arguments) {
        throw commandRefused();
    }

    @Override
    public ProcessResult runHookIfPresent(
            Repository repository, String hook, String[] arguments, OutputStream out, OutputStream err, String input) {
        return new ProcessResult(ProcessResult.Status.NOT_PRESENT);
    }

    @Override
    @NullUnmarked
    public File findHook(Repository repository, String hook) {
        return null;
    }

    @Override
    public int runProcess(ProcessBuilder process, OutputStream out, OutputStream err, InputStream in) {
        throw commandRefused();
    }

    @Override
    public ExecutionResult execute(ProcessBuilder process, InputStream in) {
        throw commandRefused();
    }

    @Override
    @NullUnmarked
    protected File discoverGitExe() {
        return null;
    }

    @Override
    @NullUnmarked
    protected File discoverGitSystemConfig() {
        return null;
    }

    @Override
    public void close() throws IOException {
        for (File config : configs.values()) {
            Files.deleteIfExists(config.toPath());
        }
        Files.deleteIfExists(scratch);
    }

    private static WritException commandRefused() {
        return new WritException(
                FailureCode.DENIED,
                "The repository asks for a command to be run, and Writ runs none for git.",
                "Do this step outside of Writ.");
    }

    private static WritException refused() {
        return new WritException(
                FailureCode.OUTSIDE_WORKSPACE,
                "The repository uses another one outside the workspace.",
                "Use a repository that lies inside the workspace with all of its data.");
    }

    private final class SafeEntry extends FileEntry {
        private final Attributes attributes;

        SafeEntry(File file, Attributes attributes, FileModeStrategy modes) {
            super(file, CommandlessFileSystem.this, attributes, modes);
            this.attributes = attributes;
        }

        @Override
        public InputStream openInputStream() throws IOException {
            if (attributes.isSymbolicLink()) {
                return new ByteArrayInputStream(readSymLink(getFile()).getBytes(StandardCharsets.UTF_8));
            }
            try {
                return new SafeFiles(root).open(getFile().toPath());
            } catch (WritException e) {
                // So that JGit takes one unreadable file as changed, and goes on with the others.
                throw new IOException(e);
            }
        }
    }
}
