package nbscope.kernel.own.internal;

import coursierapi.Cache;
import coursierapi.Dependency;
import coursierapi.Fetch;
import coursierapi.MavenRepository;
import coursierapi.Repository;
import coursierapi.error.CoursierError;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Finds jars by Maven coordinates, with their dependencies, in the repositories that the user named and in the usual
/// ones. Downloads are cached by coursier. One call at a time.
final class Resolver {
    private final Consumer<String> notices;
    private final Map<String, String> named = new LinkedHashMap<>();

    Resolver(Consumer<String> notices) {
        this.notices = notices;
    }

    /// @param url http(s) or file; a plain path is taken as a folder
    void addRepository(String id, String url) throws CellFailure {
        String address = url.contains("://") || url.startsWith("file:")
                ? url.replaceFirst("^file:/+(?=[^/])", "file:///")
                : Path.of(url).toAbsolutePath().toUri().toString();
        if (!address.matches("(https?|file)://.*")) {
            throw CellFailure.sentence(
                    "UsageError",
                    "found repository " + url + ", expected an address that begins with https:// or file://");
        }
        named.put(id, address.replaceFirst("/+$", ""));
    }

    List<Path> resolve(List<String> coordinates) throws CellFailure {
        if (coordinates.isEmpty()) {
            return List.of();
        }
        Fetch fetch = Fetch.create().withCache(Cache.create().withLogger(new DownloadNotices(notices)));
        List<Repository> repositories = new ArrayList<>();
        named.values().forEach(url -> repositories.add(MavenRepository.of(url)));
        repositories.addAll(Repository.defaults());
        fetch.withRepositories(repositories.toArray(Repository[]::new));
        for (String each : coordinates) {
            fetch.addDependencies(dependency(each));
        }
        try {
            return fetch.fetch().stream().map(File::toPath).toList();
        } catch (CoursierError e) {
            throw ResolverErrors.explain(coordinates, e, named);
        }
    }

    /// Maven's and Ivy's forms: `g:a:v`, `g:a:type:v`, `g:a:type:classifier:v`.
    static Dependency dependency(String coordinates) throws CellFailure {
        String[] part = coordinates.split(":");
        boolean whole = part.length >= 3 && part.length <= 5;
        for (String each : part) {
            whole &= !each.isBlank();
        }
        if (!whole) {
            throw CellFailure.sentence(
                    "UsageError",
                    "found " + coordinates + ", expected group:artifact:version, as in org.jline:jline:3.30.0");
        }
        Dependency found = Dependency.of(part[0], part[1], part[part.length - 1]);
        if (part.length >= 4 && !part[2].equals("jar")) {
            found = found.withType(part[2]);
        }
        return part.length == 5 ? found.withClassifier(part[3]) : found;
    }
}
