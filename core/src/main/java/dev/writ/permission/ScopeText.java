package dev.writ.permission;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** The texts inside a scope: what they may look like, so that each means one thing to a program and to a person. */
final class ScopeText {
    private static final int LONGEST = 4_096;

    private ScopeText() {}

    /** @throws dev.writ.WritException with {@code invalid_arguments} when a text in the scope may not stand there */
    static void check(Scope scope) {
        switch (scope) {
            case Scope.FileScope files -> {
                globs(files.read());
                globs(files.write());
            }
            case Scope.CommandScope commands -> commands.commands().forEach(ScopeText::command);
            case Scope.QueryScope queries -> queries(queries.queries());
            case Scope.RepositoryScope git -> {
                globs(git.repositories());
                globs(git.branches());
            }
            case Scope.EntityScope ignored -> {}
            case Scope.RecipientScope recipients -> names(recipients.recipients());
            case ArgumentScope arguments -> arguments.schemas().forEach(schema -> checkValue(schema.toJson()));
        }
    }

    static List<String> globs(List<String> globs) {
        globs.forEach(ScopeText::checkGlob);
        return globs;
    }

    private static void checkGlob(String glob) {
        checkText(glob, "pattern");
        if (glob.isEmpty()) {
            return;
        }
        int end;
        for (int from = 0; from <= glob.length(); from = end + 1) {
            int slash = glob.indexOf('/', from);
            end = slash < 0 ? glob.length() : slash;
            if (isNoName(glob, from, end)) {
                throw Fields.invalid(
                        "The pattern " + Quoted.of(glob) + " is not a plain relative path.",
                        "Write it relative to the workspace, for instance src/**, without . or .. in it.");
            }
        }
    }

    private static boolean isNoName(String glob, int from, int end) {
        return switch (end - from) {
            case 0 -> true;
            case 1 -> glob.charAt(from) == '.';
            case 2 -> glob.charAt(from) == '.' && glob.charAt(from + 1) == '.';
            default -> false;
        };
    }

    static List<String> command(List<String> tokens) {
        if (tokens.isEmpty() || tokens.getFirst().isEmpty()) {
            throw Fields.invalid(
                    "A command line in the scope is empty.", "Name the program first, as in [\"ls\", \"**\"].");
        }
        for (String token : tokens) {
            // Arguments may have several lines; names and paths may not.
            checkText(token.replace("\n", "").replace("\t", ""), "command line");
        }
        return tokens;
    }

    static List<String> queries(List<String> queries) {
        for (String query : queries) {
            checkText(query, "query");
            if (!query.equals("*:*") && !isQueryOfOneDatabase(query)) {
                throw Fields.invalid(
                        "The query " + Quoted.of(query) + " is not a query of a database.",
                        "Write database:query, or database:* for all queries of one.");
            }
        }
        return queries;
    }

    private static boolean isQueryOfOneDatabase(String query) {
        int colon = query.indexOf(':');
        if (colon < 1) {
            return false;
        }
        String name = query.substring(colon + 1);
        boolean plain = !name.isEmpty() && !name.contains("*");
        return (plain || name.equals("*")) && !query.substring(0, colon).contains("*");
    }

    static List<String> names(List<String> names) {
        for (String name : names) {
            checkText(name, "name");
            if (name.isBlank()) {
                throw Fields.invalid("A recipient in the scope has no name.", "Name one, for instance user.");
            }
        }
        return names;
    }

    /** The texts and names in a value; unlike names they may have several lines. */
    static void checkValue(JsonNode value) {
        if (value.isString()) {
            checkText(value.stringValue().replace("\n", "").replace("\t", ""), "value");
        }
        value.properties().forEach(member -> checkText(member.getKey(), "name of an argument"));
        value.forEach(ScopeText::checkValue);
    }

    private static void checkText(String text, String what) {
        if (text.length() > LONGEST) {
            throw Fields.invalid(
                    "A " + what + " in the scope is longer than " + LONGEST + " characters.", "Use a shorter one.");
        }
        if (Quoted.hasTricks(text)) {
            throw Fields.invalid(
                    "The " + what + " " + Quoted.of(text) + " has invisible or control characters.", "Leave them out.");
        }
    }
}
