package io.envsnap.cli.story;

import io.envsnap.testkit.archive.AptArchive;
import io.envsnap.testkit.archive.DebSpec;
import io.envsnap.testkit.git.GitServer;
import io.envsnap.testkit.index.PackageIndex;
import io.envsnap.testkit.index.PythonArchive;
import java.util.Map;

/** The servers that a session meets, with what they offer; all of them forget. */
final class World implements AutoCloseable {
  private static final String BINDING =
      """
      #include <Python.h>
      #include <archive.h>
      static PyObject *version(PyObject *self, PyObject *none) {
        return PyLong_FromLong(archive_version_number());
      }
      static PyMethodDef methods[] = {{"version", version, METH_NOARGS, ""}, {0}};
      static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "archivelite", "", -1, methods};
      PyMODINIT_FUNC PyInit_archivelite(void) { return PyModule_Create(&module); }
      """;
  private static final String SETUP =
      """
      from setuptools import Extension, setup
      setup(name="archivelite", version="0.3",
            ext_modules=[Extension("archivelite", ["binding.c"], libraries=["archive"])])
      """;

  final AptArchive archive = AptArchive.start();
  final PackageIndex index = PackageIndex.start();
  final GitServer git = GitServer.start();

  World() {
    archive.publish("main", DebSpec.program("onlyhere", "1.0"));
    archive.publish("extra", DebSpec.program("extratool", "2.0"));
    index.put(
        "gpulite-2.0.1+cu118-py3-none-any.whl",
        PythonArchive.wheel(
                "gpulite", "2.0.1+cu118", Map.of("gpulite.py", "__version__ = '2.0.1+cu118'\n"))
            .bytes());
    index.publish(
        "archivelite",
        PythonArchive.sdist("archivelite", "0.3", Map.of("setup.py", SETUP, "binding.c", BINDING)));
    index.publish(
        "oldbroken",
        PythonArchive.sdist("oldbroken", "0.1", Map.of("setup.py", "print 'Python 2 only'\n")));
    git.create(
        "tutorial",
        Map.of(
            "settings.py",
            "EPOCHS = 1\n",
            "train.py",
            """
            from sklearn.datasets import load_digits
            from sklearn.linear_model import LogisticRegression
            from settings import EPOCHS
            assert EPOCHS == 3, EPOCHS
            digits = load_digits()
            half = len(digits.data) // 2
            model = LogisticRegression(max_iter=300).fit(digits.data[:half], digits.target[:half])
            accuracy = model.score(digits.data[half:], digits.target[half:])
            print("accuracy", accuracy)
            assert accuracy > 0.85
            """));
  }

  /** Where a session finds all of it. */
  Map<String, String> environment() {
    return Map.of(
        "ARCHIVE", archive.url(),
        "INDEX", index.url(),
        "FILES", index.files(),
        "GIT_BASE", git.url());
  }

  /** What happens upstream between two sessions. */
  void forget() {
    archive.forget("onlyhere", "1.0");
    archive.publish("main", DebSpec.program("onlyhere", "1.1"));
    index.forgetAll();
    git.forget("tutorial");
  }

  @Override
  public void close() {
    git.close();
    index.close();
    archive.close();
  }
}
