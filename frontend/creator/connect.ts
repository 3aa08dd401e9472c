// Hands the key over to the frame that opened this window, which is of the same origin, and closes.
import { data } from "./compose/words";

opener?.postMessage(data("grant"), location.origin);
close();
