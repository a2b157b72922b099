package dev.writ.label;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What an operation does, by the verbs of its name and description. Anything but a plain reading verb changes something;
 * a description can only add to what the name says, never take away.
 */
final class Verbs {
    private static final Set<String> READING = Set.of(
            "get",
            "list",
            "read",
            "search",
            "find",
            "fetch",
            "show",
            "view",
            "describe",
            "check",
            "query",
            "lookup",
            "look",
            "count",
            "download",
            "browse",
            "retrieve",
            "calculate",
            "compute",
            "convert",
            "compare",
            "estimate",
            "is",
            "has",
            "summarize",
            "summarise",
            "translate",
            "analyze",
            "analyse",
            "detect",
            "predict",
            "recommend",
            "status",
            "diff",
            "log",
            "open",
            "load",
            "select",
            "explain",
            "validate",
            "verify",
            "inspect",
            "stat");
    private static final Set<String> SENDING = Set.of(
            "send",
            "post",
            "publish",
            "share",
            "invite",
            "forward",
            "reply",
            "respond",
            "message",
            "notify",
            "upload",
            "transfer",
            "pay",
            "submit",
            "tweet",
            "broadcast",
            "push",
            "export",
            "sms",
            "fax",
            "email",
            "mail",
            "donate",
            "remit",
            "leak",
            "transmit",
            "release");
    private static final Set<String> CHANGING = Set.of(
            "create",
            "add",
            "update",
            "edit",
            "set",
            "write",
            "append",
            "delete",
            "remove",
            "cancel",
            "reschedule",
            "move",
            "rename",
            "copy",
            "insert",
            "replace",
            "put",
            "patch",
            "save",
            "store",
            "book",
            "reserve",
            "schedule",
            "execute",
            "run",
            "start",
            "stop",
            "kill",
            "restart",
            "install",
            "uninstall",
            "enable",
            "disable",
            "grant",
            "revoke",
            "approve",
            "reject",
            "assign",
            "merge",
            "commit",
            "reset",
            "clear",
            "purge",
            "drop",
            "archive",
            "restore",
            "buy",
            "sell",
            "order",
            "purchase",
            "withdraw",
            "deposit",
            "change",
            "modify",
            "allocate",
            "manage",
            "issue",
            "adjust",
            "mark",
            "register",
            "unregister",
            "subscribe",
            "unsubscribe");
    private static final Set<String> JOINING = Set.of("and", "then", "or", "plus", "also");
    private static final Pattern TELLS_OF_SENDING =
            Pattern.compile("\\b(sends?|e-?mails? (the|a|an|all|each|every|new|them|it)|notif(y|ies)|posts? (it|to)|"
                    + "publish(es)?|shares? (it|with)|forwards?|uploads?|transfers?)\\b");
    private static final Pattern TELLS_OF_CHANGE = Pattern.compile(
            "\\b(deletes?|removes?|creates?|writes?|overwrites?|modif(y|ies)|updates|adds|appends|cancels|moves|renames|"
                    + "inserts|executes|installs)\\b");
    private static final Pattern WORLD =
            Pattern.compile("\\b(web ?pages?|web ?sites?|internet|online|world wide web|urls?)\\b");

    private Verbs() {}

    static boolean changes(String name, String description) {
        List<String> words = ArgumentNames.words(name);
        boolean reads = words.stream().findFirst().filter(READING::contains).isPresent()
                && words.stream().skip(1).noneMatch(Verbs::isUnmistakable)
                && joined(words).noneMatch(word -> CHANGING.contains(word) || SENDING.contains(word));
        return !reads || TELLS_OF_CHANGE.matcher(lower(description)).find() || sends(name, description);
    }

    static boolean sends(String name, String description) {
        List<String> words = ArgumentNames.words(name);
        return words.stream().findFirst().filter(SENDING::contains).isPresent()
                || joined(words).anyMatch(SENDING::contains)
                || TELLS_OF_SENDING.matcher(lower(description)).find();
    }

    /** What a second deed begins with, as in {@code get_and_post}: there a word is a verb, even one that is also a noun. */
    private static Stream<String> joined(List<String> words) {
        return IntStream.range(1, words.size())
                .filter(at -> JOINING.contains(words.get(at - 1)))
                .mapToObj(words::get);
    }

    /** Whether it makes something new, so that a heading names nothing that is there already. */
    static boolean makes(String name) {
        return ArgumentNames.words(name).stream()
                .findFirst()
                .filter(verb -> Set.of("create", "add", "new", "make", "insert", "book", "schedule", "register")
                                .contains(verb)
                        || SENDING.contains(verb))
                .isPresent();
    }

    /** What a name is about: its words but for the verb, each in the singular too. */
    static Set<String> things(String name) {
        Set<String> things = new HashSet<>();
        for (String word : ArgumentNames.words(name)) {
            if (!READING.contains(word) && !CHANGING.contains(word) && !SENDING.contains(word)) {
                things.addAll(ArgumentNames.singularToo(word));
            }
        }
        return things;
    }

    static boolean concernsWorld(String name, String description) {
        return WORLD.matcher(String.join(" ", ArgumentNames.words(name)) + " " + lower(description))
                .find();
    }

    /** A changing verb that is no noun of things one reads. */
    private static boolean isUnmistakable(String word) {
        return CHANGING.contains(word)
                && !Set.of(
                                "order",
                                "schedule",
                                "issue",
                                "store",
                                "set",
                                "change",
                                "book",
                                "copy",
                                "commit",
                                "run",
                                "patch")
                        .contains(word);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
