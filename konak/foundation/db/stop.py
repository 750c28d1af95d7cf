"""`python -m konak.foundation.db.stop [--forget]`: stop the private cluster; with --forget delete its data too."""

import shutil
import sys

from .cluster import private
from .state import Misconfigured


def main(forget: bool) -> int:
    """Stop what runs, by its own process id."""
    server = private()
    try:
        if server.stop():
            sys.stdout.write("Özel veritabanı durduruldu.\n")
    except Misconfigured as error:
        sys.stderr.write(f"Hata: {error}\n")
        return 1
    if forget:
        # only what Konak made: a folder named by mistake keeps everything else
        for name in ("postgres", "run", "files", "static"):
            shutil.rmtree(server.home / name, ignore_errors=True)
        for name in ("secret-key", "ilk-giris.txt", "cluster.lock", "cluster.use"):
            (server.home / name).unlink(missing_ok=True)
        sys.stdout.write(f"{server.home} içindeki veriler silindi.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main("--forget" in sys.argv[1:]))
