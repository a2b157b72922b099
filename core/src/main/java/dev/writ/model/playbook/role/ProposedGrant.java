package dev.writ.model.playbook.role;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.NamedThings;
import dev.writ.model.playbook.request.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A tool with the least scope that serves an intent.
 *
 * @param scope as a request for tools names it
 * @param reason one sentence
 */
public record ProposedGrant(String tool, List<String> operations, ObjectNode scope, String reason) {
    private static final List<String> READING =
            List.of("list_directory", "directory_tree", "read_file", "get_file_info", "search_files", "search_content");

    /** What the intent's main step needs; empty where that is not known before looking. */
    static Optional<ProposedGrant> serving(Intent intent) {
        return switch (intent) {
            case Intent.Describe describe -> Optional.of(reading(List.of(describe.path())));
            case Intent.FindText find -> Optional.of(reading(roots(find.where())));
            case Intent.FindFiles find -> Optional.of(reading(roots(find.where())));
            case Intent.ReadFile read -> Optional.of(reading(List.of(read.path())));
            case Intent.CountFile count -> Optional.of(reading(roots(count.where())));
            case Intent.ListFolder list -> Optional.of(reading(List.of(list.path())));
            case Intent.Replace replace ->
                replace.where().files().isEmpty()
                        ? Optional.empty()
                        : Optional.of(editing(replace.where().files(), "edit_file"));
            case Intent.SetSetting set ->
                set.where().files().isEmpty()
                        ? Optional.empty()
                        : Optional.of(editing(set.where().files(), "edit_file"));
            case Intent.WriteFile write -> Optional.of(editing(List.of(write.path()), "write_file"));
            case Intent.CreateFolder create -> Optional.of(editing(List.of(create.path()), "create_directory"));
            case Intent.Delete delete ->
                delete.paths().isEmpty() ? Optional.empty() : Optional.of(editing(delete.paths(), "delete"));
            case Intent.Relocate relocate ->
                Optional.of(
                        editing(List.of(relocate.source(), relocate.destination()), relocate.copy() ? "copy" : "move"));
            case Intent.RunCommand run -> Optional.of(running(run.argv()));
            case Intent.Optimise optimise ->
                optimise.command().isEmpty() ? Optional.empty() : Optional.of(running(optimise.command()));
            case Intent.Repair repair ->
                repair.command().isEmpty() ? Optional.empty() : Optional.of(running(repair.command()));
            case Intent.ShowChanges show ->
                Optional.of(repository(show.repository(), List.of("status", "diff", "log"), List.of("read")));
            case Intent.ShowLog show ->
                Optional.of(repository(show.repository(), List.of("log", "show"), List.of("read")));
            case Intent.Commit commit ->
                Optional.of(repository(
                        commit.repository(), List.of("status", "stage", "commit"), List.of("read", "stage", "commit")));
            case Intent.Analyse ignored -> Optional.of(asking(List.of("writ:*")));
            case Intent.AskDatabase ask ->
                Optional.of(asking(List.of(
                        ask.database().orElse("writ") + ":" + ask.query().orElse("*"))));
            case Intent.Verify ignored -> Optional.empty();
            case Intent.Undo ignored -> Optional.empty();
            case Intent.Help ignored -> Optional.empty();
            case Intent.AskAgain ignored -> Optional.empty();
            case Intent.Refuse ignored -> Optional.empty();
        };
    }

    /** The same for a tool that is asked for, from the things the words name. */
    static Optional<ProposedGrant> fromWords(String tool, String words) {
        NamedThings named = NamedThings.in(words);
        return switch (tool) {
            case "file_system_listing" -> Optional.of(reading(named.paths().isEmpty() ? List.of(".") : named.paths()));
            case "file_edit" ->
                named.paths().isEmpty()
                        ? Optional.empty()
                        : Optional.of(editing(named.paths(), "edit_file", "write_file", "undo"));
            case "terminal" ->
                named.commands().isEmpty()
                        ? Optional.empty()
                        : Optional.of(running(named.commands().getFirst()));
            case "sql_lite" -> Optional.of(asking(named.queries().isEmpty() ? List.of("writ:*") : named.queries()));
            case "github" -> Optional.of(git(words));
            case "message_user" -> {
                ObjectNode scope = Json.object();
                scope.set("recipients", Json.array(List.of("user")));
                yield Optional.of(new ProposedGrant(
                        tool,
                        List.of("send_message", "ask_user"),
                        scope,
                        "Messages to the user who asked, and to nobody else."));
            }
            case "entity_manager" -> Optional.of(entities(words));
            default -> Optional.empty();
        };
    }

    private static ProposedGrant git(String words) {
        boolean commit = words.matches("(?is).*\\bcommit(?:s|ting)?\\b(?!\\s+(?:history|log)).*");
        return commit
                ? repository(".", List.of("status", "stage", "commit"), List.of("read", "stage", "commit"))
                : repository(".", List.of("status", "diff", "log", "show"), List.of("read"));
    }

    private static ProposedGrant entities(String words) {
        ObjectNode scope = Json.object();
        ObjectNode kinds = scope.putObject("kinds");
        for (String kind : List.of("agent", "task", "process", "tool", "document", "event")) {
            if (words.matches("(?is).*\\b" + kind + "(?:e?s)?\\b.*")) {
                kinds.set(kind, Json.array(List.of("read")));
            }
        }
        if (kinds.isEmpty()) {
            kinds.set("task", Json.array(List.of("read")));
        }
        return new ProposedGrant(
                "entity_manager",
                List.of("get_entity", "list_entities", "search_entities"),
                scope,
                "Reading the kinds of entity that the request names.");
    }

    private static List<String> roots(Where where) {
        List<String> roots = new ArrayList<>(where.folders());
        if (roots.isEmpty()) {
            roots.addAll(where.files().stream().allMatch(file -> file.contains("/")) ? where.files() : List.of());
        }
        return roots.isEmpty() ? List.of(".") : roots;
    }

    private static ProposedGrant reading(List<String> paths) {
        List<String> globs = new ArrayList<>();
        for (String path : paths) {
            if (path.equals(".")) {
                globs.add("**");
            } else {
                globs.add(path);
                if (!path.substring(path.lastIndexOf('/') + 1).contains(".")) {
                    globs.add(path + "/**");
                }
            }
        }
        ObjectNode scope = Json.object();
        scope.set("read", Json.array(globs));
        scope.putArray("write");
        return new ProposedGrant(
                "file_system_listing", READING, scope, "Reading " + String.join(", ", globs) + ", and no writing.");
    }

    private static ProposedGrant editing(List<String> paths, String... operations) {
        ObjectNode scope = Json.object();
        scope.set("read", Json.array(paths));
        scope.set("write", Json.array(paths));
        return new ProposedGrant(
                "file_edit", List.of(operations), scope, "Changing " + String.join(", ", paths) + " and nothing else.");
    }

    private static ProposedGrant running(List<String> argv) {
        ObjectNode scope = Json.object();
        scope.putArray("commands").add(Json.array(argv));
        return new ProposedGrant(
                "terminal",
                List.of("execute_command"),
                scope,
                "Exactly the command line `" + String.join(" ", argv) + "`.");
    }

    private static ProposedGrant asking(List<String> queries) {
        ObjectNode scope = Json.object();
        scope.set("queries", Json.array(queries));
        return new ProposedGrant(
                "sql_lite",
                List.of("list_queries", "execute_query"),
                scope,
                "The named queries " + String.join(", ", queries) + ", which only read.");
    }

    private static ProposedGrant repository(String repository, List<String> operations, List<String> verbs) {
        ObjectNode scope = Json.object();
        scope.set("repositories", Json.array(List.of(repository.equals(".") ? "" : repository)));
        scope.set("branches", Json.array(List.of("**")));
        scope.set("verbs", Json.array(verbs));
        return new ProposedGrant(
                "github",
                operations,
                scope,
                "The repository " + repository + " with " + String.join(", ", verbs) + ".");
    }
}
