package dev.writ.model.playbook.skill;

import dev.writ.Json;
import dev.writ.model.playbook.request.Intent;
import dev.writ.model.playbook.request.Where;
import dev.writ.model.playbook.tools.Files;
import dev.writ.model.playbook.tools.Places;
import dev.writ.model.playbook.turn.Finding;
import java.util.Comparator;
import java.util.List;

/** Finds files by name, kind, place and size. */
final class FindFilesSkill {
    private static final int MOST_SHOWN = 200;
    private static final int DEPTH = 20;

    private final Files files;

    FindFilesSkill(Files files) {
        this.files = files;
    }

    Report run(Intent.FindFiles wanted) {
        Where asked = wanted.where();
        // File names are what is looked for here, so they need not exist.
        Where folders = new Places(files).resolve(asked.withFiles(List.of()));
        List<String> globs = new java.util.ArrayList<>(asked.globs());
        for (String name : asked.files()) {
            globs.add(Where.anyDepth(name));
            if (!name.contains(".") && !name.contains("*")) {
                globs.add(Where.anyDepth(name + ".*"));
            }
        }
        Where where = folders.withGlobs(globs);
        Files.Tree tree = files.tree(where.root(), DEPTH);
        List<Files.Entry> found = tree.files().stream()
                .filter(entry -> where.accepts(entry.path()) || acceptsAnyCase(where, entry.path()))
                .filter(entry -> entry.size() >= wanted.minimum() && entry.size() <= wanted.maximum())
                .sorted(order(wanted))
                .limit(limit(wanted))
                .toList();
        String more = tree.truncated() ? " The listing stopped at its limit, so there may be more." : "";
        String head = found.isEmpty()
                ? "No such file was found" + wanted.where().words() + "."
                : (tree.truncated() ? "At least " : "") + Layout.count(found.size(), "file")
                        + wanted.where().words() + ".";
        List<String> lines = found.stream()
                .map(entry -> "  " + entry.path() + " (" + Layout.size(entry.size()) + ")")
                .toList();
        String text =
                head + (found.isEmpty() || wanted.countOnly() ? "" : "\n" + Layout.lines(lines, MOST_SHOWN)) + more;
        List<Finding> findings = wanted.countOnly()
                ? List.of()
                : found.stream()
                        .limit(MOST_SHOWN)
                        .map(entry -> Finding.info(entry.name(), Layout.size(entry.size()), entry.path()))
                        .toList();
        return Report.of(
                text, findings, Json.object().put("files", found.size()).put("truncated", tree.truncated()));
    }

    private static boolean acceptsAnyCase(Where where, String path) {
        Where lower = where.withGlobs(where.globs().stream()
                .map(glob -> glob.toLowerCase(java.util.Locale.ROOT))
                .toList());
        boolean inFolder = where.withGlobs(List.of()).accepts(path);
        return inFolder && lower.withFolders(List.of()).accepts(path.toLowerCase(java.util.Locale.ROOT));
    }

    private static Comparator<Files.Entry> order(Intent.FindFiles wanted) {
        Comparator<Files.Entry> byPath = Comparator.comparing(Files.Entry::path);
        if (wanted.largest() > 0 || wanted.minimum() > 0) {
            return Comparator.comparingLong(Files.Entry::size).reversed().thenComparing(byPath);
        }
        return wanted.smallest() > 0
                ? Comparator.comparingLong(Files.Entry::size).thenComparing(byPath)
                : byPath;
    }

    private static long limit(Intent.FindFiles wanted) {
        int ranked = Math.max(wanted.largest(), wanted.smallest());
        return ranked > 0 ? ranked : Long.MAX_VALUE;
    }
}
