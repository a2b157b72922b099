package dev.writ.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an argument is, by the words its name is made of. General English of tool schemas; what no list knows counts as an
 * identity, so that the lists can only be too short in the careful direction.
 */
final class ArgumentNames {
    private static final Pattern CAMEL = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
    private static final Pattern BREAK = Pattern.compile("[^A-Za-z0-9]+");

    private static final Set<String> IDS = Set.of("id", "ids", "uuid", "uuids", "guid", "key", "keys");
    private static final Set<String> ADDRESSES = Set.of(
            "email",
            "emails",
            "mail",
            "url",
            "urls",
            "uri",
            "uris",
            "link",
            "links",
            "website",
            "webpage",
            "site",
            "host",
            "hostname",
            "domain",
            "ip",
            "endpoint",
            "webhook",
            "callback",
            "iban",
            "bic",
            "phone",
            "phones",
            "telephone",
            "fax",
            "wallet");
    private static final Set<String> FETCHED = Set.of(
            "url",
            "urls",
            "uri",
            "uris",
            "link",
            "links",
            "website",
            "webpage",
            "site",
            "host",
            "hostname",
            "domain",
            "ip",
            "endpoint");
    private static final Set<String> PARTIES = Set.of(
            "recipient",
            "recipients",
            "to",
            "cc",
            "bcc",
            "receiver",
            "receivers",
            "participant",
            "participants",
            "attendee",
            "attendees",
            "invitee",
            "invitees",
            "guest",
            "guests",
            "user",
            "users",
            "username",
            "usernames",
            "member",
            "members",
            "account",
            "accounts",
            "contact",
            "contacts",
            "person",
            "people",
            "assignee",
            "assignees",
            "owner",
            "channel",
            "channels",
            "group",
            "groups",
            "team",
            "teams",
            "room",
            "rooms",
            "chat",
            "payee",
            "beneficiary",
            "customer",
            "employee",
            "friend",
            "friends",
            "reviewer",
            "reviewers",
            "sender");
    private static final Set<String> TIMES = Set.of(
            "date",
            "dates",
            "day",
            "days",
            "time",
            "times",
            "start",
            "end",
            "month",
            "year",
            "hour",
            "hours",
            "minute",
            "minutes",
            "seconds",
            "duration",
            "deadline",
            "timestamp",
            "until",
            "since",
            "period",
            "timezone",
            "week",
            "recurring",
            "expiry",
            "due");
    private static final Set<String> MEASURES = Set.of(
            "amount",
            "price",
            "quantity",
            "count",
            "limit",
            "size",
            "offset",
            "rate",
            "percentage",
            "percent",
            "priority",
            "status",
            "type",
            "kind",
            "mode",
            "format",
            "sort",
            "currency",
            "unit",
            "units",
            "level",
            "language",
            "lang",
            "locale",
            "width",
            "height",
            "depth",
            "color",
            "colour",
            "confirm",
            "dry",
            "recursive");
    private static final Set<String> CONTENTS = Set.of(
            "body",
            "content",
            "contents",
            "text",
            "message",
            "messages",
            "subject",
            "title",
            "description",
            "note",
            "notes",
            "comment",
            "comments",
            "reason",
            "summary",
            "caption",
            "query",
            "keyword",
            "keywords",
            "search",
            "question",
            "answer",
            "location",
            "place",
            "venue",
            "details",
            "tag",
            "tags",
            "topic",
            "prompt",
            "instructions",
            "html",
            "markdown",
            "feedback",
            "review",
            "bio",
            "patch",
            "diff",
            "old",
            "replacement",
            "pattern",
            "data",
            "value",
            "payload");
    private static final Set<String> HEADINGS = Set.of("title", "subject", "label", "topic");

    private ArgumentNames() {}

    /** The words of a name in any of the usual spellings: {@code file_id}, {@code fileId}, {@code file-id}. */
    static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (String part : BREAK.split(CAMEL.matcher(name).replaceAll("_"))) {
            if (!part.isEmpty()) {
                words.add(part.toLowerCase(Locale.ROOT));
            }
        }
        return words;
    }

    /** The word, and its singular where it looks like a plural. */
    static Set<String> singularToo(String word) {
        return word.endsWith("s") && word.length() > 3
                ? Set.of(word, word.substring(0, word.length() - 1))
                : Set.of(word);
    }

    /** What an argument that takes text names; empty where it is a time, a measure or words for people. */
    static Optional<IdentityKind> identity(String name, String description) {
        List<String> words = words(name);
        if (has(words, IDS)) {
            return Optional.of(IdentityKind.OBJECT);
        }
        if (has(words, ADDRESSES) || (has(words, PARTIES) && saysAddress(description))) {
            return Optional.of(IdentityKind.ADDRESS);
        }
        if (has(words, PARTIES)) {
            return Optional.of(IdentityKind.PARTY);
        }
        return isTime(words) || has(words, MEASURES) || has(words, CONTENTS)
                ? Optional.empty()
                : Optional.of(IdentityKind.OBJECT);
    }

    /** Whether an argument with a number is an id, which a number of something never is. */
    static boolean isNumberedId(String name) {
        return has(words(name), IDS);
    }

    static boolean isContent(String name) {
        return has(words(name), CONTENTS);
    }

    static boolean isTime(String name) {
        return isTime(words(name));
    }

    /** Whether the argument holds an address that an operation would ask for something. */
    static boolean isFetched(String name) {
        List<String> words = words(name);
        return has(words, FETCHED);
    }

    /** Whether it is how people call a thing, so that it names the thing where nothing else does. */
    static boolean isHeading(String name) {
        return has(words(name), HEADINGS);
    }

    /** Whether a field of a result is how people call what it describes. */
    static boolean isNaming(String field) {
        List<String> words = words(field);
        return has(words, HEADINGS)
                || words.contains("name")
                || words.contains("filename")
                || words.contains("username")
                || words.contains("path");
    }

    private static boolean isTime(List<String> words) {
        return has(words, TIMES);
    }

    private static boolean saysAddress(String description) {
        String lower = description.toLowerCase(Locale.ROOT);
        return lower.contains("email") || lower.contains("e-mail") || lower.contains("url") || lower.contains("iban");
    }

    private static boolean has(List<String> words, Set<String> list) {
        return words.stream().anyMatch(list::contains);
    }
}
