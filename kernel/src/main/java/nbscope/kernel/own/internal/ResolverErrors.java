package nbscope.kernel.own.internal;

import coursierapi.error.CoursierError;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The resolver's failures as sentences.
final class ResolverErrors {
    private static final Pattern OFFLINE = Pattern.compile(
            "UnknownHostException|ConnectException|NoRouteToHost|SocketTimeout|Network is unreachable|timed out"
                    + "|SocketException|UnresolvedAddress",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_FOUND =
            Pattern.compile("(?:Error downloading |not found: )(\\S+:\\S+)", Pattern.CASE_INSENSITIVE);

    private ResolverErrors() {}

    static CellFailure explain(List<String> wanted, CoursierError error, Map<String, String> named) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = error; e != null; e = e.getCause()) {
            all.append(e).append('\n');
        }
        String what = String.join(", ", wanted);
        Matcher missing = NOT_FOUND.matcher(all);
        String piece = missing.find() ? missing.group(1).replaceAll("[,;]$", "") : what;
        String because = piece.equals(what) || !piece.contains(":") ? "" : " (needed for " + what + ")";
        String own = named.isEmpty()
                ? "Maven Central"
                : "Maven Central, "
                        + String.join(
                                ", ",
                                named.entrySet().stream()
                                        .map(each -> each.getKey() + " (" + each.getValue() + ")")
                                        .toList());
        if (OFFLINE.matcher(all).find()) {
            return CellFailure.sentence(
                    "ResolverError",
                    "could not get " + piece + because + ": a repository cannot be reached, this machine seems to be"
                            + " offline. Asked were " + own
                            + ". Connect it, or name a folder that has the jar: %mavenRepo local file:///folder");
        }
        return CellFailure.sentence(
                "ResolverError",
                "could not find " + piece + because + " in " + own
                        + ". Check the spelling and the version, or name its repository first: %mavenRepo id url");
    }
}
