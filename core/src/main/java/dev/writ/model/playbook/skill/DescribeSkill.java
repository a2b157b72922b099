package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.reading.Languages;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.KnownPatterns;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Files.Entry;
import dev.writ.model.playbook.tools.Files.Match;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Data;
import dev.writ.model.playbook.turn.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Describes a folder: languages, size, entry points, open markers, notable files. */
final class DescribeSkill {
    private static final int DEPTH = 20;
    private static final int MOST_MARKERS = 40;
    private static final Set<String> GENERATED = Set.of(
            "node_modules",
            "target",
            "build",
            "dist",
            "out",
            ".venv",
            "venv",
            "__pycache__",
            ".idea",
            ".gradle",
            "vendor",
            ".mvn",
            ".tox",
            ".pytest_cache",
            ".mypy_cache",
            ".next",
            "coverage");

    private final Files files;

    DescribeSkill(Files files) {
        this.files = files;
    }

    /** What one language has. */
    private record Share(String language, int files, long bytes) {}

    Report run(Intent.Describe wanted) {
        String path = wanted.path();
        if (path.startsWith("/")) {
            path = new Places(files)
                    .resolve(Where.ANYWHERE.withFolders(List.of(path)))
                    .root();
        }
        if (!path.equals(".")) {
            Optional<Data> info = files.info(path);
            boolean folder = info.isPresent() && info.get().text("type").equals("directory");
            if (!folder && (info.isPresent() || path.matches(".*\\.[A-Za-z]\\w*|[A-Z]\\w*"))) {
                return new OutlineSkill(files).run(new Places(files).file(path));
            }
            path = new Places(files)
                    .resolve(Where.ANYWHERE.withFolders(List.of(path)))
                    .root();
        }
        return describe(path);
    }

    private Report describe(String folder) {
        Files.Tree tree = files.tree(folder, DEPTH);
        Map<String, Integer> generated = new TreeMap<>();
        List<Entry> own = new ArrayList<>();
        for (Entry file : tree.files()) {
            Optional<String> in = generatedFolder(file.path());
            in.ifPresentOrElse(name -> generated.merge(name, 1, Integer::sum), () -> own.add(file));
        }
        if (own.isEmpty()) {
            return Report.of(
                    (folder.equals(".") ? "The workspace" : folder) + " holds no files.",
                    List.of(),
                    Json.object().put("files", 0).put("bytes", 0));
        }
        List<Share> shares = shares(own);
        EntryPoints.Found entries = new EntryPoints(files).find(folder, own);
        Files.Matches markers = files.search(folder, KnownPatterns.MARKERS, true, false, "");
        List<Match> open = markers.all().stream()
                .filter(match -> generatedFolder(match.path()).isEmpty())
                .sorted(Comparator.comparing(Match::path).thenComparingInt(Match::line))
                .toList();
        long bytes = own.stream().mapToLong(Entry::size).sum();
        long folders = tree.entries().stream()
                .filter(entry -> entry.type().equals("directory")
                        && generatedFolder(entry.path() + "/").isEmpty())
                .count();
        String atLeast = tree.truncated() ? "at least " : "";

        StringBuilder text = new StringBuilder(folder.equals(".") ? "This workspace" : "The folder " + folder)
                .append(" holds ")
                .append(atLeast)
                .append(Layout.count(own.size(), "file"))
                .append(" in ")
                .append(Layout.count(folders, "folder"))
                .append(", ")
                .append(Layout.size(bytes))
                .append(" in all.");
        entries.about()
                .ifPresent(about ->
                        text.append("\nIts README says: “").append(about).append("”"));
        text.append("\n\nLanguages:\n").append(languages(shares, bytes));
        text.append("\n\nEntry points:\n")
                .append(
                        entries.points().isEmpty()
                                ? "  none found"
                                : Layout.lines(
                                        entries.points().stream()
                                                .map(point -> "  " + point.place() + " – " + point.title())
                                                .toList(),
                                        40));
        text.append("\n\nOpen markers: ").append(markerText(open, markers.truncated()));
        text.append("\n\nNotable: ").append(notable(own, tree));
        text.append("\nTop level: ").append(topLevel(folder, tree));
        if (!generated.isEmpty()) {
            text.append("\nNot counted, being generated or fetched: ")
                    .append(generated.entrySet().stream()
                            .map(entry -> entry.getKey() + " (" + Layout.count(entry.getValue(), "file") + ")")
                            .collect(Collectors.joining(", ")))
                    .append('.');
        }
        List<Finding> findings = new ArrayList<>(entries.points());
        open.stream()
                .limit(100)
                .forEach(match -> findings.add(
                        Finding.warning("Open marker: " + Layout.line(match.text(), 120), "", match.place())));
        return Report.of(text.toString(), findings, data(own, bytes, shares, open.size(), entries));
    }

    private static ObjectNode data(
            List<Entry> own, long bytes, List<Share> shares, int markers, EntryPoints.Found entries) {
        ObjectNode data =
                Json.object().put("files", own.size()).put("bytes", bytes).put("open_markers", markers);
        ArrayNode languages = data.putArray("languages");
        shares.forEach(share -> languages
                .addObject()
                .put("language", share.language)
                .put("files", share.files)
                .put("bytes", share.bytes));
        data.set(
                "entry_points",
                Json.array(entries.points().stream().map(Finding::place).toList()));
        return data;
    }

    private static List<Share> shares(List<Entry> own) {
        Map<String, List<Entry>> byLanguage = new LinkedHashMap<>();
        own.forEach(file -> byLanguage
                .computeIfAbsent(Languages.of(file.path()).orElse("other"), name -> new ArrayList<>())
                .add(file));
        return byLanguage.entrySet().stream()
                .map(entry -> new Share(
                        entry.getKey(),
                        entry.getValue().size(),
                        entry.getValue().stream().mapToLong(Entry::size).sum()))
                .sorted(Comparator.comparing((Share share) -> share.language.equals("other"))
                        .thenComparing(share -> Languages.isProse(share.language))
                        .thenComparing(Comparator.comparingLong(Share::bytes).reversed())
                        .thenComparing(Share::language))
                .toList();
    }

    private static String languages(List<Share> shares, long bytes) {
        return Layout.lines(
                shares.stream()
                        .map(share -> "  " + share.language + ": " + Layout.count(share.files, "file") + ", "
                                + Layout.size(share.bytes) + " ("
                                + (bytes == 0 ? 0 : Math.round(100.0 * share.bytes / bytes)) + " %)")
                        .toList(),
                20);
    }

    private static String markerText(List<Match> open, boolean truncated) {
        if (open.isEmpty()) {
            return "none (TODO, FIXME, XXX, HACK).";
        }
        List<String> lines = open.stream()
                .map(match -> "  " + match.place() + ": " + Layout.line(match.text(), 120))
                .toList();
        return (truncated ? "at least " : "") + open.size() + "\n" + Layout.lines(lines, MOST_MARKERS);
    }

    private static String notable(List<Entry> own, Files.Tree tree) {
        List<String> notable = new ArrayList<>();
        notable.add(named(own, "readme.*|readme", "README", "no README"));
        notable.add(named(own, "(?:licen[cs]e|copying)(?:\\..*)?", "licence", "no licence file"));
        List<Entry> tests = own.stream()
                .filter(
                        file -> file.path()
                                .matches(
                                        "(?i)(?:.*/)?(?:tests?|spec|__tests__)/.*|.*(?:[._-]test|[._-]spec|(?<=[a-z])Tests?|_test)\\.\\w+|(?:.*/)?test_[^/]*\\.\\w+"))
                .toList();
        notable.add(tests.isEmpty() ? "no tests" : Layout.count(tests.size(), "test file"));
        List<String> ci = tree.files().stream()
                .map(Entry::path)
                .filter(
                        path -> path.matches(
                                "(?:.*/)?(?:\\.github/workflows/.*|\\.gitlab-ci\\.yml|Jenkinsfile|\\.circleci/.*|\\.ci/.*|azure-pipelines\\.yml|\\.travis\\.yml)"))
                .toList();
        notable.add(
                ci.isEmpty()
                        ? "no CI configuration"
                        : "CI: " + String.join(", ", ci.subList(0, Math.min(3, ci.size()))));
        own.stream()
                .max(Comparator.comparingLong(Entry::size))
                .ifPresent(big -> notable.add("largest file " + big.path() + " (" + Layout.size(big.size()) + ")"));
        return String.join("; ", notable) + ".";
    }

    private static String named(List<Entry> own, String pattern, String label, String none) {
        return own.stream()
                .filter(file -> file.name().toLowerCase(java.util.Locale.ROOT).matches(pattern))
                .min(Comparator.comparingInt((Entry file) -> file.path().length())
                        .thenComparing(Entry::path))
                .map(file -> label + " " + file.path())
                .orElse(none);
    }

    private static String topLevel(String folder, Files.Tree tree) {
        String prefix = folder.equals(".") ? "" : folder + "/";
        List<String> names = tree.entries().stream()
                .filter(entry -> entry.path().startsWith(prefix) && entry.path().indexOf('/', prefix.length()) < 0)
                .map(entry ->
                        entry.path().substring(prefix.length()) + (entry.type().equals("directory") ? "/" : ""))
                .filter(name -> !name.isEmpty() && !name.equals("/"))
                .sorted()
                .toList();
        return names.size() <= 30
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, 30)) + ", … (" + names.size() + " in all)";
    }

    private static Optional<String> generatedFolder(String path) {
        String[] names = path.split("/", -1);
        for (int i = 0; i < names.length - 1; i++) {
            if (GENERATED.contains(names[i])) {
                return Optional.of(String.join("/", List.of(names).subList(0, i + 1)));
            }
        }
        return Optional.empty();
    }
}
