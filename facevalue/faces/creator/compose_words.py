"""What the composer's scripts say, in the language of the page."""

from django.utils.translation import gettext


def composer() -> dict[str, str]:
    """Of the composer. {…} stay for the script to fill."""
    return {
        "camera_on": gettext("The camera is on."),
        "no_camera": gettext("The camera cannot be used. Choose a photo instead."),
        "photo_taken": gettext("Here is your photo. Now decorate it."),
        "photo_first": gettext("A photo comes first: take one, or choose one."),
        "too_big": gettext("This file is too big. Take a smaller one."),
        "unreadable": gettext("This file cannot be read as a photo."),
        "seen_later": gettext("This phone cannot show this kind of photo. You see it when it is posted."),
        "sticker": gettext("{name}: {x} % from the left, {y} % from the top, {size} % wide, turned by {turn} degrees"),
        "removed": gettext("{name} is taken away."),
        "full": gettext("No more than {max} stickers fit."),
        "kept": gettext("Kept on this phone. It is being sent."),
        "not_kept": gettext("This phone could not keep it: {reason}"),
    }


def queue() -> dict[str, str]:
    """Of the page that shows what waits on the phone."""
    return {
        "count": gettext("{count} waiting"),
        "waits": gettext("It is sent as soon as there is a network."),
        "retry": gettext("Try again"),
        "remove": gettext("Delete"),
        "sure": gettext("Delete it from this phone? It has not been posted."),
    }


def embed() -> dict[str, str]:
    """Of the composer in a partner's page."""
    return {
        "sending": gettext("It is being sent."),
        "sent": gettext("It has arrived. You find it in your app."),
        "later": gettext("It is kept here and sent when you connect again."),
    }
