package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.sandbox.Workspace;
import dev.writ.tool.ArgumentValidator;
import dev.writ.tool.CallContext;
import dev.writ.tool.OperationResult;
import dev.writ.tool.TestingCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.Assertions;
import tools.jackson.databind.node.ObjectNode;

/** A workspace with a repository in a folder of it, and the github tool server over it. */
final class TestingRepository implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    final Path workspace;
    final Path folder;
    final Git git;
    private final String name;
    private GitSettings settings = GitSettings.defaults();
    private Function<String, Optional<String>> secrets = variable -> Optional.empty();

    private TestingRepository(Path workspace, String name, Git git) {
        this.workspace = workspace;
        this.name = name;
        this.folder = workspace.resolve(name);
        this.git = git;
    }

    /** A repository on branch main without commits, at a path of the workspace ("" for its root). */
    static TestingRepository empty(Path workspace, String name) throws IOException, GitAPIException {
        IsolatedSystem.install();
        Path real = workspace.toRealPath();
        Files.createDirectories(real.resolve(name));
        Git git = Git.init()
                .setInitialBranch("main")
                .setDirectory(real.resolve(name).toFile())
                .call();
        return new TestingRepository(real, name, git);
    }

    /** As {@link #empty}, with one commit of {@code a.txt} and {@code src/b.txt}. */
    static TestingRepository withCommit(Path workspace, String name) throws IOException, GitAPIException {
        TestingRepository repository = empty(workspace, name);
        repository.write("a.txt", "one\ntwo\nthree\n");
        repository.write("src/b.txt", "bee\n");
        repository.commitAll("Begin");
        return repository;
    }

    TestingRepository with(GitSettings changed) {
        settings = changed;
        return this;
    }

    TestingRepository withToken(String token) {
        secrets = variable -> variable.equals("GITHUB_TOKEN") ? Optional.of(token) : Optional.empty();
        return this;
    }

    /** GitHub at an address on this machine, with one allowed owner. */
    static GitSettings gitHubAt(URI api) {
        return GitSettings.defaults()
                .withRemotes(List.of(api.getAuthority() + "/acme/**"))
                .withGitHub(new GitHubSettings(api.getAuthority(), api, "GITHUB_TOKEN"))
                .withNetworkTimeout(Duration.ofSeconds(5));
    }

    GitSettings settings() {
        return settings;
    }

    GitServer server() {
        return new GitServer(settings, secrets, InstantSource.fixed(NOW));
    }

    CallContext context() {
        return TestingCalls.context(Optional.of(new Workspace(workspace)));
    }

    /** Calls an operation on this repository as the gateway would; its result must fit its schema. */
    OperationResult call(String operation, ObjectNode arguments) throws Exception {
        if (!arguments.has("repository")) {
            arguments.put("repository", name);
        }
        GitServer server = server();
        String id = "github." + operation;
        var spec = TestingCalls.find(server, id).spec();
        Optional<String> mistake = ArgumentValidator.compile(spec.inputSchema()).firstMistake(arguments);
        if (mistake.isPresent()) {
            throw new AssertionError(mistake.get());
        }
        OperationResult result = TestingCalls.call(server, id, arguments, context());
        ArgumentValidator.compile(spec.outputSchema())
                .firstMistake(result.data())
                .ifPresent(wrong -> Assertions.fail(operation + ": " + wrong + " in " + result.data()));
        return result;
    }

    /** As {@link #call(String, ObjectNode)} with JSON written with single quotes. */
    ObjectNode call(String operation, String arguments) throws Exception {
        return call(operation, Json.parseObject(arguments.replace('\'', '"'))).data();
    }

    ObjectNode call(String operation) throws Exception {
        return call(operation, Json.object()).data();
    }

    /** The failure of a call that must fail. */
    Failure failure(String operation, ObjectNode arguments) {
        return Assertions.assertThrows(WritException.class, () -> call(operation, arguments))
                .failure();
    }

    Failure failure(String operation, String arguments) {
        return failure(operation, Json.parseObject(arguments.replace('\'', '"')));
    }

    List<Access> accesses(String operation, String arguments) {
        ObjectNode given = Json.parseObject(arguments.replace('\'', '"'));
        if (!given.has("repository")) {
            given.put("repository", name);
        }
        return TestingCalls.accesses(server(), "github." + operation, given, context());
    }

    Path write(String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    String read(String path) throws IOException {
        return Files.readString(folder.resolve(path));
    }

    RevCommit commitAll(String message) throws GitAPIException {
        git.add().addFilepattern(".").call();
        git.add().setUpdate(true).addFilepattern(".").call();
        PersonIdent person = new PersonIdent("Ann", "ann@example.org");
        return git.commit()
                .setMessage(message)
                .setAuthor(person)
                .setCommitter(person)
                .setSign(false)
                .call();
    }

    /** Appends to the repository's configuration as text. */
    void configure(String text) throws IOException {
        Path config = folder.resolve(".git/config");
        Files.writeString(config, Files.readString(config) + "\n" + text + "\n");
    }

    void addRemote(String remote, String url) throws Exception {
        StoredConfig config = git.getRepository().getConfig();
        config.setString("remote", remote, "url", url);
        config.save();
        Assertions.assertNotNull(new URIish(url));
    }

    /** A bare repository in the workspace, configured as origin and holding the current branches. */
    Git addBareOrigin(String path) throws Exception {
        Git bare = Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(workspace.resolve(path).toFile())
                .call();
        addRemote("origin", workspace.resolve(path).toString());
        git.push().setRemote(workspace.resolve(path).toString()).setPushAll().call();
        return bare;
    }

    String head() throws IOException {
        return git.getRepository().resolve("HEAD").name();
    }

    @Override
    public void close() {
        git.close();
    }
}
