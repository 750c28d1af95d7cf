// The one place that names the library, so that all parts of the map share one copy of it.
import * as maplibre from "maplibre-gl";

export default maplibre;
