// What every page of the app does more quickly where scripts run. Without them all of it works by plain links and forms.
import { goOn } from "./app/feed";
import { answerAtOnce } from "./app/forms";
import { follow } from "./app/live";
import { bringPictures } from "./app/pictures";
import { offerToShare } from "./app/share";

answerAtOnce();
bringPictures();
goOn();
offerToShare();
follow();
// It is needed least in the first seconds, so it comes last.
addEventListener("load", () => void import("./offline/begin").then(({ begin }) => begin()));
