"""A drawn report made fit for an archive and for reading aloud: PDF/A-3a and PDF/UA-1 at once.

WeasyPrint claims one standard a file. The other is claimed here, with the description of its name
that PDF/A asks for, and the data of the report is put in, so that no figure need be typed off.
"""

from collections.abc import Mapping
from datetime import datetime

from pikepdf import Array, AttachedFileSpec, Name, Pdf

UNIVERSAL = b"""<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file holds to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
END = b"</rdf:RDF>"


def archive(pdf: Pdf, data: Mapping[str, str], at: datetime) -> None:
    """`data`: the JSON texts to be attached, by the name of the file; `at`: when it was made."""
    told = pdf.Root.Metadata.read_bytes()
    before, _end, after = told.rpartition(END)
    pdf.Root.Metadata.write(before + UNIVERSAL + END + after)
    files = [_attached(pdf, name, text, at) for name, text in data.items()]
    pdf.Root.AF = Array([file.obj for file in files])


def _attached(pdf: Pdf, name: str, text: str, at: datetime) -> AttachedFileSpec:
    stamp = at.strftime("D:%Y%m%d%H%M%SZ")
    file = AttachedFileSpec(
        pdf,
        text.encode(),
        filename=name,
        mime_type="application/json",
        description="The data of this report",
        creation_date=stamp,
        mod_date=stamp,
    )
    file.relationship = Name.Data
    pdf.attachments[name] = file
    return file
