/// Why is a CZI file slow? [nbscope.io.czi.profile.CziProfile] measures where the time of reading goes and names the
/// cause,
/// [nbscope.io.czi.profile.CziBenchmark] tries other ways to read, [nbscope.io.czi.profile.CziComparison] sets two
/// results beside each other. All results are plain records: seconds, bytes and counts, which
/// [nbscope.io.czi.profile.ProfileJson] writes and reads.
@NullMarked
package nbscope.io.czi.profile;

import org.jspecify.annotations.NullMarked;
