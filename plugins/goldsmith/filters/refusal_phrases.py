# ruff: noqa: RUF001 (phrases of several scripts)
"""How language models refuse and speak of themselves, in seven languages.

`refusal`: an apology or inability together with a service asked for, so that a person who "can't come tonight" does
not refuse. `boilerplate`: a model speaking of being one.
"""

__all__ = ["PHRASES"]

_CANNOT = r"(?:can(?:'t|not| not)|(?:am|'m|are|'re) (?:not able|unable|not allowed|not permitted|not programmed) to|won't(?: be able to)?|will not(?: be able to)?|must decline to|have to decline to)"
_THAT = r"(?: you)?(?: with| to| on| in)? ?(?:that|this|it|these|those|your|such|requests?|any|the|creating|generating|writing|making|anything)\b"

PHRASES: dict[str, dict[str, list[str]]] = {
    "en": {
        "refusal": [
            rf"(?:sorry|apologi[sz]e|apologies|afraid|unfortunately|regret)\b[^.!?\n]{{0,50}}?\b(?:i|we) ?{_CANNOT} (?:\w+ )?(?:(?:assist|help|fulfil|fulfill|comply|engage|continue|proceed|participate)(?:{_THAT}|(?= ?[.,;!\n]|$))|(?:provide|generate|create|produce|write|answer|discuss|support|respond to|share|offer|complete|process|facilitate|give|do|promote|access|browse|view|open)\b)",
            rf"(?:^|[.!?\n] ?)(?:i|we) ?{_CANNOT} (?:\w+ )?(?:(?:assist|help|fulfil|fulfill|comply|engage|proceed|participate){_THAT}|(?:provide|generate|create|produce|write|discuss|support|share|offer|facilitate|promote) (?:you with )?(?:that|this|such|any|instructions|information|content|guidance|advice|assistance|help|details|explicit|harmful|hateful|illegal|a response|material))",
            r"\b(?:it (?:is|would be)|it's) (?:not appropriate|inappropriate|unethical|against my (?:guidelines|programming|policy))\b[^.\n]{0,40}\b(?:me|i) (?:to )?(?:assist|help|provide|generate|create|write|answer)",
            r"\b(?:goes |is )?against my (?:programming|guidelines|ethical guidelines|content policy|use[- ]case policy)",
            r"\bi (?:must|have to) (?:respectfully )?decline (?:to (?:assist|help|provide|answer|generate|fulfil)|this request|your request|that request)",
            r"\b(?:violates|would violate) (?:my|our|openai'?s?|anthropic'?s?) (?:guidelines|polic(?:y|ies)|content policy|usage policies)",
        ],
        "boilerplate": [
            r"\bas an? (?:(?:large|helpful|responsible|mere|text-based|virtual) )?(?:ai|a\.i\.|artificial intelligence)(?: (?:language model|model|assistant|chatbot|system|program))?(?: (?:developed|created|trained|made) by \w+)?,? (?:i|my|it is not|it's not)\b",
            r"\bas an? (?:(?:large|ai) )?language model\b,? ?(?:(?:developed|created|trained|made) by \w+,? ?)?(?:i|my|trained)\b",
            r"\bi(?: am|'m) (?:just |only |merely |simply |sorry,? but i am )?an? (?:ai|artificial intelligence|(?:large )?language model)(?: (?:language model|model|assistant|chatbot|system|program))(?= ?[,.;!]| (?:and|so|created|developed|trained|designed|that|which|without))",
            r"\bi(?: am|'m) (?:just |only |merely |simply )an? (?:ai|language model)\b",
            r"\b(?:my|the) (?:knowledge|training)(?: data)?(?: cut-?off| cutoff| only goes| was last updated)\b",
            r"\bas of my (?:last|latest|most recent|knowledge|training)(?: knowledge| training)? (?:update|cut-?off|data)",
            r"\b(?:i do not|i don't) (?:have|possess) (?:personal |any personal |human )(?:opinions?|feelings?|emotions?|beliefs?|experiences?|preferences?)(?= (?:or|and)\b|[,.;])(?=[^.\n]{0,80}(?:\bai\b|model|feelings|emotions|opinions|consciousness|[.]))",
            r"\bi (?:do not|don't) have (?:the ability|the capability|access|real-time access) to (?:browse|access|the internet|real-time|current)",
        ],
    },
    "de": {
        "refusal": [
            r"(?:tut mir (?:sehr )?leid|entschuldigung|entschuldige|bedaur?e|leider)\b[^.!?\n]{0,60}?\b(?:ich|wir) [^.!?\n]{0,60}?\b(?:nicht|keine?n?)\b[^.!?\n]{0,80}?\b(?:helfen|unterstützen|beantworten|erfüllen|bereitstellen|erstellen|geben|behilflich|nachkommen|generieren|weiterhelfen|anbieten)",
            r"(?:tut mir (?:sehr )?leid|entschuldigung|leider)\b[^.!?\n]{0,40}?\bkann (?:ich|dir|ihnen)[^.!?\n]{0,60}?\b(?:nicht|keine?n?)\b[^.!?\n]{0,60}?\b(?:helfen|unterstützen|beantworten|erfüllen|bereitstellen|erstellen|geben|nachkommen|weiterhelfen|anbieten)",
            r"(?:^|[.!?\n] ?)ich (?:kann|darf|werde) (?:ihnen |dir )?(?:bei )?(?:dieser|diese|ihrer|ihre|deiner|deine|solchen?|der) (?:anfrage|bitte|anforderung)[^.!?\n]{0,40}?\b(?:nicht|keine?)",
        ],
        "boilerplate": [
            r"\bals (?:eine?r? )?(?:(?:großes|reines) )?(?:ki|künstliche intelligenz|ki-(?:sprach)?modell|ki-assistent(?:in)?|sprachmodell|ki-system)\b,? ?(?:habe|kann|bin|besitze|verfüge|darf|ist es|fehlt|werde|weiß)\b",
            r"\bich bin (?:nur |lediglich |bloß )?(?:eine?|ein) (?:ki\b|künstliche intelligenz|ki-(?:sprach)?modell|ki-assistent|sprachmodell)(?= ?[,.;!]| und| das| die| der)",
            r"\bmein(?:e)? (?:wissensstand|trainingsdaten|wissen) (?:reicht|reichen|endet|enden|ist auf dem stand)",
        ],
    },
    "fr": {
        "refusal": [
            r"(?:désolée?|excuse[rz]|excuses|regrette|malheureusement)\b[^.!?\n]{0,60}?\bje (?:ne (?:peux|suis|saurais|pourrai)|n'ai) (?:pas |en mesure )?[^.!?\n]{0,40}?\b(?:aider|répondre|fournir|générer|créer|assister|satisfaire|accéder|traiter|donner|écrire|produire|accepter)",
            r"(?:^|[.!?\n] ?)je ne (?:peux|suis|saurais) pas (?:en mesure de |autorisée? à |capable de )?(?:vous |t'|te )?(?:aider (?:avec|à|sur)|répondre à (?:cette|votre|ta)|fournir (?:de |d'|ce|cette|des )|satisfaire|accéder à (?:cette|votre|ta))",
        ],
        "boilerplate": [
            r"\ben tant (?:que|qu') ?(?:modèle de langage|modèle de langue|grand modèle|ia|intelligence artificielle|assistante? (?:ia|virtuel(?:le)?|d'ia))\b[^.!?\n]{0,40}?\b(?:je|j'|mes|mon|il m'est)",
            r"\bje (?:ne )?suis (?:qu'un|qu'une|un|une|seulement une?|juste une?) (?:simple )?(?:ia\b|intelligence artificielle|modèle de langage|assistante? (?:ia|virtuel(?:le)?))(?= ?[,.;!]| et| qui| développée?| créée?)",
            r"\bmes (?:connaissances|données d'entraînement) (?:s'arrêtent|s'étendent jusqu'|sont limitées à|datent)",
        ],
    },
    "es": {
        "refusal": [
            r"(?:lo siento|lamento|disculp[ae]|perd[óo]n|lamentablemente|desafortunadamente)\b[^.!?\n]{0,60}?\bno (?:puedo|podr[ée]|me es posible|estoy (?:autorizad[oa]|en condiciones|programad[oa]))[^.!?\n]{0,40}?\b(?:ayudar|asistir|proporcionar|generar|crear|responder|cumplir|ofrecer|brindar|dar|escribir|satisfacer|acceder|completar)",
            r"(?:^|[.!?\n] ?)no (?:puedo|me es posible|estoy autorizad[oa] (?:a|para)) (?:ayudar(?:te|le|los)? con|asistir(?:te|le)?|cumplir con|responder a (?:esa|esta|tu|su)|proporcionar(?:te|le)? (?:esa|ese|informaci[óo]n|instrucciones|contenido|ayuda))",
        ],
        "boilerplate": [
            r"\bcomo (?:un |una )?(?:gran )?(?:modelo de lenguaje|modelo ling[üu][íi]stico|ia\b|inteligencia artificial|asistente (?:de ia|virtual|de inteligencia artificial))[^.!?\n]{0,40}?\b(?:no |mis? |puedo|soy|tengo|carezco|me )",
            r"\b(?:solo |s[óo]lo |simplemente )?soy (?:solo |s[óo]lo |simplemente )?(?:un |una )(?:ia\b|inteligencia artificial|modelo de lenguaje|asistente (?:de ia|virtual))(?= ?[,.;!]| y| que| desarrollad| cread)",
            r"\bmi (?:conocimiento|entrenamiento) (?:llega|se limita|est[áa] limitado|termina|abarca)",
        ],
    },
    "pt": {
        "refusal": [
            r"(?:desculp[ea]|lamento|sinto muito|infelizmente|perd[ãa]o|peço desculpas?)\b[^.!?\n]{0,60}?\bnão (?:posso|poderei|consigo|é possível|estou (?:autorizad[oa]|apt[oa]|programad[oa]))[^.!?\n]{0,40}?\b(?:ajudar|auxiliar|fornecer|gerar|criar|responder|atender|oferecer|dar|escrever|cumprir|acessar|completar|ajudá-l[oa]|ajudar-te)",
            r"(?:^|[.!?\n] ?)(?:eu )?não (?:posso|consigo|estou autorizad[oa] a) (?:te |o |lhe |a )?(?:ajudar (?:com|nisso|você)|ajudá-l[oa] com|atender a|atender (?:esse|este|essa|esta|ao)|fornecer (?:esse|essa|este|esta|informações|instruções|conteúdo|ajuda)|responder a (?:essa|esta))",
        ],
        "boilerplate": [
            r"\bcomo (?:um |uma )?(?:grande )?(?:modelo de linguagem|ia\b|inteligência artificial|assistente (?:de ia|virtual|de inteligência artificial))[^.!?\n]{0,40}?\b(?:não|minhas?|meus?|eu|posso|sou|tenho)",
            r"\b(?:eu )?sou (?:apenas |só |somente )?(?:um |uma )(?:ia\b|inteligência artificial|modelo de linguagem|assistente (?:de ia|virtual))(?= ?[,.;!]| e | que| desenvolvid| criad)",
            r"\bmeu (?:conhecimento|treinamento) (?:vai até|se limita|está limitado|termina|abrange)",
        ],
    },
    "it": {
        "refusal": [
            r"(?:mi dispiace|spiacente|scusa|scusi|mi scuso|purtroppo)\b[^.!?\n]{0,60}?\bnon (?:posso|potrò|sono in grado|mi è possibile|sono autorizzat[oa])[^.!?\n]{0,40}?\b(?:aiutar\w*|assister\w*|fornir\w*|generar\w*|crear\w*|risponder\w*|soddisfar\w*|offrir\w*|dar\w*|scriver\w*|completar\w*)",
            r"(?:^|[.!?\n] ?)non (?:posso|sono in grado di|mi è possibile) (?:aiutar(?:ti|la|vi) (?:con|in)|soddisfare (?:questa|la tua|la sua)|rispondere a (?:questa|quest'|tale)|fornir(?:e|ti|le) (?:questo|questa|quest|informazioni|istruzioni|contenuti|assistenza))",
        ],
        "boilerplate": [
            r"\b(?:come|in quanto|in qualità di) (?:un |una |un')?(?:grande )?(?:modello (?:di linguaggio|linguistico)|ia\b|intelligenza artificiale|assistente (?:ia|virtuale|ai|di intelligenza artificiale))[^.!?\n]{0,40}?\b(?:non|mi[eoa]i?|posso|sono|ho)",
            r"\bsono (?:solo |soltanto |semplicemente )?(?:un |una |un')(?:ia\b|intelligenza artificiale|modello (?:di linguaggio|linguistico)|assistente (?:ia|virtuale|ai))(?= ?[,.;!]| e | che| sviluppat| creat)",
            r"\ble mie conoscenze (?:si fermano|arrivano|sono aggiornate|sono limitate)",
        ],
    },
    "zh": {
        "refusal": [
            r"(?:抱歉|对不起|對不起|很遗憾|不好意思)[^。！？\n]{0,20}?我?(?:无法|不能|無法|没办法|不可以)[^。！？\n]{0,20}?(?:帮助|协助|提供|回答|满足|生成|完成|协助|幫助|協助|创作|讨论|处理|执行|支持)",
            r"(?:^|[。！？\n])我(?:无法|不能|無法)(?:为您|为你|向您|向你)?(?:帮助|协助|提供|回答|满足|生成|回應|回应)(?:您|你|这|该|此|这类|这个|任何|有关|相关)",
        ],
        "boilerplate": [
            r"作为(?:一个|一名|一种|一款)?(?:大型)?(?:人工智能|ai|语言模型|大语言模型)(?:语言)?(?:模型|助手|助理|系统|程序)?[，, ]?(?:我|本身|没有|无法|不具备|不能)",
            r"作為(?:一個|一名)?(?:人工智慧|ai|語言模型)[^。！？\n]{0,10}我",
            r"我(?:只)?是(?:一个|一名|一款)?(?:由\w{1,10}(?:开发|训练)的)?(?:大型)?(?:人工智能|ai|语言模型)(?:语言)?(?:模型|助手|助理|程序)?(?=[，。,.！；])",
            r"我的(?:知识|训练数据)(?:截止|更新|截至)",
        ],
    },
}
