/* The sound of each outcome. */

#include "core/desk-sounds.h"

#include <gsound.h>

/* Names of the freedesktop sound naming specification. */
static const char *
sound_name (DeskTone tone)
{
  switch (tone) {
  case DESK_TONE_WAITING:
    return "message-new-instant";
  case DESK_TONE_KNOWN:
    return "complete";
  case DESK_TONE_CANNOT:
    return "dialog-warning";
  case DESK_TONE_STOP:
    return "dialog-error";
  case DESK_TONE_NONE:
  default:
    return "dialog-information";
  }
}

void
desk_sounds_play (DeskTone tone)
{
  static GSoundContext *context; /* one for the program; NULL without sound */
  static gboolean tried;

  if (!tried) {
    tried = TRUE;
    context = gsound_context_new (NULL, NULL);
  }
  if (context != NULL)
    gsound_context_play_simple (context, NULL, NULL, GSOUND_ATTR_EVENT_ID,
                                sound_name (tone), GSOUND_ATTR_MEDIA_ROLE,
                                "event", NULL);
}
