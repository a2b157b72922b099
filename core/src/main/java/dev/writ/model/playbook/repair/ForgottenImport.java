package dev.writ.model.playbook.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python code uses a module of the standard library that it does not import. */
final class ForgottenImport implements FixRule {
    private static final Pattern NAME = Pattern.compile("NameError: (?:global )?name '(\\w+)' is not defined");
    private static final Set<String> MODULES = Set.of(
            "argparse",
            "array",
            "ast",
            "asyncio",
            "base64",
            "bisect",
            "calendar",
            "collections",
            "configparser",
            "contextlib",
            "copy",
            "csv",
            "ctypes",
            "dataclasses",
            "datetime",
            "decimal",
            "difflib",
            "enum",
            "fnmatch",
            "fractions",
            "functools",
            "getpass",
            "glob",
            "gzip",
            "hashlib",
            "heapq",
            "hmac",
            "html",
            "http",
            "importlib",
            "inspect",
            "io",
            "itertools",
            "json",
            "logging",
            "math",
            "multiprocessing",
            "operator",
            "os",
            "pathlib",
            "pickle",
            "platform",
            "pprint",
            "queue",
            "random",
            "re",
            "secrets",
            "shlex",
            "shutil",
            "signal",
            "socket",
            "sqlite3",
            "statistics",
            "string",
            "struct",
            "subprocess",
            "sys",
            "tarfile",
            "tempfile",
            "textwrap",
            "threading",
            "time",
            "timeit",
            "traceback",
            "types",
            "typing",
            "unittest",
            "urllib",
            "uuid",
            "warnings",
            "weakref",
            "xml",
            "zipfile",
            "zlib");

    @Override
    public Optional<Fix> propose(Trouble trouble) {
        Matcher name = trouble.find(NAME);
        if (!name.find() || !MODULES.contains(name.group(1)) || !trouble.path().endsWith(".py")) {
            return Optional.empty();
        }
        String module = name.group(1);
        boolean asModule = Pattern.compile("(?<![\\w.])" + module + "\\.")
                .matcher(trouble.content())
                .find();
        if (!asModule) {
            return Optional.empty();
        }
        List<String> lines = new ArrayList<>(trouble.lines());
        int at = position(lines);
        lines.add(at, "import " + module);
        return Optional.of(new Fix.Change(
                "The name " + module + " is used but never imported; it is a module of Python's standard library.",
                trouble.path(),
                trouble.content(),
                String.join("\n", lines),
                "Adds `import " + module + "`."));
    }

    /** Before the first import, else below shebang, comments and the module's own documentation. */
    private static int position(List<String> lines) {
        int i = 0;
        while (i < lines.size() && (lines.get(i).startsWith("#") || lines.get(i).isBlank())) {
            i++;
        }
        String quotes = i < lines.size() && lines.get(i).matches("\\s*(?:\"\"\"|''').*")
                ? lines.get(i).strip().substring(0, 3)
                : "";
        if (!quotes.isEmpty()) {
            boolean oneLine =
                    lines.get(i).strip().length() >= 6 && lines.get(i).strip().endsWith(quotes);
            i++;
            if (!oneLine) {
                while (i < lines.size() && !lines.get(i).contains(quotes)) {
                    i++;
                }
                i++;
            }
        }
        for (int line = i; line < lines.size(); line++) {
            if (lines.get(line).matches("(?:import|from) (?!__future__).*")) {
                return line;
            }
        }
        while (i < lines.size() && lines.get(i).startsWith("from __future__")) {
            i++;
        }
        return Math.min(i, lines.size());
    }
}
