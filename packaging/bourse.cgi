#!/bin/sh
# La porte CGI : le programme est bourse.fcgi, dans le même dossier, où le serveur web place le script.
# Un lanceur plutôt qu'une seconde copie du programme ; un lien, suexec le refuserait.
exec ./bourse.fcgi
